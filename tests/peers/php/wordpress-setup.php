<?php
// Run once by wordpress.sh: installs the site, and prints a KEY=VALUE line for each person.
const PEOPLE = [
    'admin' => ['administrator', 'مدير الموقع'],
    'editor' => ['editor', 'سالم المنصوري'],
    'author' => ['author', 'ليلى الحسن'],
    'contributor' => ['contributor', 'هدى البلوشي'],
    'subscriber' => ['subscriber', 'ناصر الحارثي'],
];
const OPTIONS = [
    'default_comment_status' => 'open',
    'comment_registration' => 0,
    'comment_moderation' => 0,
    'comment_previously_approved' => 0,
    'comments_notify' => 0,
    'moderation_notify' => 0,
    'show_avatars' => 0,
    'default_ping_status' => 'closed',
    'timezone_string' => 'Asia/Muscat',
];

$url = getenv('WORDPRESS_URL');
$_SERVER['HTTP_HOST'] = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define('WP_INSTALLING', true);
require getenv('WORDPRESS_FOLDER') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/translation-install.php';

function done($made)
{
    if (is_wp_error($made)) {
        fwrite(STDERR, $made->get_error_message() . "\n");
        exit(1);
    }
    return $made;
}

$password = getenv('WORDPRESS_PASSWORD');
if (!is_blog_installed()) {
    $language = in_array('ar', get_available_languages(), true) ? 'ar' : '';
    wp_install('موقع التجربة', 'admin', 'admin@site.test', true, '', $password, $language);
}
foreach (OPTIONS as $name => $value) {
    update_option($name, $value);
}
$themes = wp_get_themes();
switch_theme(isset($themes['twentytwentyone']) ? 'twentytwentyone' : array_key_first($themes));
$GLOBALS['wp_rewrite']->set_permalink_structure('/%postname%/');
$GLOBALS['wp_rewrite']->flush_rules(false);

foreach (PEOPLE as $login => [$role, $name]) {
    $person = get_user_by('login', $login);
    $id = done(wp_insert_user([
        'ID' => $person ? $person->ID : 0,
        'user_login' => $login,
        'user_pass' => $password,
        'user_email' => "$login@site.test",
        'display_name' => $name,
        'role' => $role,
    ]));
    WP_Application_Passwords::delete_all_application_passwords($id);
    [$secret] = done(WP_Application_Passwords::create_new_application_password(
        $id,
        ['name' => 'tests']
    ));
    echo 'WORDPRESS_', strtoupper($login), "=$secret\n";
}
