<?php
// For php -S: a file that is there is served, and everything else is a page of the site.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$there = realpath($root . $path);
if (preg_match('~(^|/)\.|config\.php~i', $path)) {
    http_response_code(404);
    return true;
}
// A script with a path after its name, as index.php/Page.
if (preg_match('~^(/[\w/-]+\.php)/~', $path, $script) && is_file($root . $script[1])) {
    return false;
}
if ($path !== '/' && $there && is_dir($there) && is_file("$there/index.php")) {
    if (!str_ends_with($path, '/')) {
        header("Location: $path/", true, 301);
        return true;
    }
    return false;
}
if ($path !== '/' && $there && is_file($there)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = "$root/index.php";
unset($_SERVER['PATH_INFO']);
chdir($root);
require "$root/index.php";
