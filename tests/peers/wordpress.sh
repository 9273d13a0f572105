#!/usr/bin/env bash
# WordPress as Debian has it, in Arabic where its languages are installed, on a MariaDB of
# its own that has a socket and no port. Five people with an application password each.
PEER=wordpress
. "$(dirname "$0")/lib.sh"

# Debian keeps servers off the PATH of people.
PATH=$PATH:/usr/sbin

peer_install() {
  local theme
  apt_need wordpress wordpress-l10n mariadb-server \
    php-cli php-mysql php-xml php-mbstring php-curl php-gd php-intl curl
  # Themes are packages of their own, and each release has others.
  if ! compgen -G '/usr/share/wordpress/wp-content/themes/*/style.css' >/dev/null; then
    theme=$(apt-cache pkgnames wordpress-theme-twenty | sort | head -n 1)
    apt_need "${theme:-wordpress-theme-twentytwentyone}"
  fi
}

peer_running() { alive wordpress && alive database; }
peer_stop() { end wordpress; end database; }

sql() { mariadb --no-defaults --socket="$D/database/socket" --user="$(id -un)" "$@"; }

# php_words: puts into PHP the words that start PHP for this site
php_words() {
  PHP=(php -d memory_limit=256M -d upload_max_filesize=32M -d post_max_size=40M
    -d opcache.enable_cli=1 -d display_errors=0 -d log_errors=1 -d sendmail_path=/bin/true)
}

start_database() {
  local AS own=() folder=$D/database
  # It refuses to run as root.
  become mysql
  ! root || own=(--user=mysql)
  if [ ! -d "$folder/data/mysql" ]; then
    [ ${#folder} -lt 90 ] || die "$folder is too long a name for a socket; set PEERS_STATE"
    rm -rf "$folder"
    mkdir -p "$folder/data"
    give mysql "$folder" "$folder/data"
    as mysql test -x "$folder" || die "the user mysql cannot enter $D; set PEERS_STATE"
    # Only the user of the system who installs it may enter, and only by the socket.
    mariadb-install-db --no-defaults "${own[@]}" --datadir="$folder/data" --skip-test-db \
      --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
      >"$D/install-db.log" 2>&1 ||
      { tail "$D/install-db.log" >&2; die "mariadb-install-db failed: $D/install-db.log"; }
  fi
  # What a crash would lose is lost: the tests ask nothing of the disk.
  spawn database "${AS[@]}" mariadbd --no-defaults --datadir="$folder/data" \
    --socket="$folder/socket" --pid-file="$folder/pid" --skip-networking --skip-log-bin \
    --innodb-buffer-pool-size=64M --innodb-log-file-size=16M \
    --innodb-flush-log-at-trx-commit=0 --performance-schema=off \
    --character-set-server=utf8mb4
  wait_for 60 database sql -e 'select 1'
  sql -e "create database if not exists wordpress character set utf8mb4;
    create or replace user wordpress@localhost identified by '$(keep database rand)';
    grant all on wordpress.* to wordpress@localhost"
}

copy_site() {
  local folder=$D/www part
  [ ! -e "$folder/.complete" ] || return 0
  rm -rf "$folder"
  # Debian's folder is full of links, some of which lead nowhere.
  cp -rL /usr/share/wordpress "$folder" 2>"$D/copy.log" || true
  for part in themes languages plugins; do
    cp -rL "/var/lib/wordpress/wp-content/$part" "$folder/wp-content/" 2>>"$D/copy.log" || true
  done
  [ -s "$folder/wp-load.php" ] || die "no WordPress was copied: $D/copy.log"
  mkdir -p "$folder/wp-content/uploads" "$folder/wp-content/mu-plugins"
  touch "$folder/.complete"
}

write_settings() {
  local name file=$D/www/wp-config.php
  (
    umask 077
    {
      echo "<?php"
      for name in AUTH_KEY SECURE_AUTH_KEY LOGGED_IN_KEY NONCE_KEY \
        AUTH_SALT SECURE_AUTH_SALT LOGGED_IN_SALT NONCE_SALT; do
        echo "define('$name', '$(keep "$name" rand 24)');"
      done
      cat <<P
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', '$(keep database rand)');
define('DB_HOST', 'localhost:$D/database/socket');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '$1');
define('WP_SITEURL', '$1');
// Application passwords without HTTPS.
define('WP_ENVIRONMENT_TYPE', 'local');
// It asks no other machine, and does nothing by itself.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
define('WP_DEBUG', false);
define('FS_METHOD', 'direct');
\$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
P
    } >"$file"
  )
  give www-data "$file"
}

peer_start() {
  local port url AS PHP
  port=$(port 10)
  url=http://127.0.0.1:$port
  need_port "$port"
  start_database
  copy_site
  write_settings "$url"
  # The server's user need not be able to read the folder of the project.
  install -D -m 644 -t "$D/php" "$HERE"/php/router.php "$HERE"/php/wordpress-*.php
  install -m 644 "$HERE/php/wordpress-tests.php" "$D/www/wp-content/mu-plugins/tests.php"
  ! root || chown -R www-data: "$D/www/wp-content"
  become www-data
  php_words
  if [ ! -s "$D/keep/people" ]; then
    WORDPRESS_FOLDER=$D/www WORDPRESS_URL=$url WORDPRESS_PASSWORD=$(keep password rand) \
      "${AS[@]}" "${PHP[@]}" "$D/php/wordpress-setup.php" >"$D/people" 2>"$D/setup.log" ||
      { tail "$D/setup.log" "$D/people" >&2; die "it could not be set up: $D/setup.log"; }
    keep people cat "$D/people" >/dev/null
    rm -f "$D/people"
  fi
  PHP_CLI_SERVER_WORKERS=4 spawn wordpress "${AS[@]}" "${PHP[@]}" -S "127.0.0.1:$port" \
    -t "$D/www" "$D/php/router.php"
  wait_for 60 wordpress http_ok "$url/?rest_route=/"
}

peer_env() {
  cat <<V
WORDPRESS_URL=http://127.0.0.1:$(port 10)
$(keep people false)
V
}

peer_main "$@"
