#!/usr/bin/env bash
# MediaWiki as Debian has it, in Arabic, on SQLite, with a filter that lets one word pass
# nowhere. Three people; a bot password each for the administrator, the editor and the
# vandal, and one of the editor that opens too little.
PEER=mediawiki
. "$(dirname "$0")/lib.sh"
CODE=/usr/share/mediawiki
FILTERED=كلمة-ممنوعة
EDITS=basic,highvolume,editpage,createeditmovepage,uploadfile

peer_install() {
  apt_need mediawiki php-cli php-sqlite3 php-mbstring php-xml php-intl php-curl php-gd curl
}

# php_words: puts into PHP the words that start PHP for this wiki
php_words() {
  local AS
  become www-data
  PHP=(env "MW_CONFIG_FILE=$D/www/LocalSettings.php" "${AS[@]}" php -d memory_limit=256M
    -d upload_max_filesize=32M -d post_max_size=40M -d opcache.enable_cli=1
    -d display_errors=0 -d log_errors=1)
}

maintain() { "${PHP[@]}" "$CODE/maintenance/$1.php" "${@:2}" || die "$1 failed"; }

# link_site: a folder of links to the code, beside what is this wiki's own
link_site() {
  local each
  rm -rf "$D/www"
  mkdir -p "$D/www/db" "$D/www/images" "$D/www/cache"
  for each in "$CODE"/*; do
    case ${each##*/} in
      images | LocalSettings.php) ;;
      *) ln -s "$each" "$D/www/" ;;
    esac
  done
  give www-data "$D/www" "$D/www/db" "$D/www/images" "$D/www/cache"
  as www-data test -x "$D/www" || die "the user www-data cannot enter $D; set PEERS_STATE"
}

write_settings() {
  cat >>"$D/www/LocalSettings.php" <<P
\$wgArticlePath = '/wiki/\$1';
\$wgUsePathInfo = true;
\$wgEnableUploads = true;
\$wgUploadDirectory = '$D/www/images';
\$wgUploadPath = '/images';
\$wgCacheDirectory = '$D/www/cache';
// Tests are faster than people.
\$wgRateLimits = [];
\$wgUseImageMagick = false;
\$wgPasswordAttemptThrottle = [];
// MediaWiki gives it to nobody at first; whoever hides what others wrote needs it.
\$wgGroupPermissions['sysop']['deleterevision'] = true;
// It asks no other machine, and does nothing by itself.
\$wgEnableEmail = false;
\$wgUseInstantCommons = false;
\$wgJobRunRate = 0;
P
}

# add_filter: it refuses every edit that adds the word
add_filter() {
  maintain sql --query "insert into abuse_filter (af_id, af_pattern, af_user, af_user_text,
    af_timestamp, af_enabled, af_comments, af_public_comments, af_actions, af_group)
    values (1, 'added_lines contains \"$FILTERED\"', 1, 'Admin', '20260101000000', 1, '',
    'word', 'disallow', 'default')"
  maintain sql --query "insert into abuse_filter_action (afa_filter, afa_consequence,
    afa_parameters) values (1, 'disallow', 'abusefilter-disallowed')"
}

set_up() {
  local person
  # The installer refuses where it finds settings: it is shown the empty place of ours.
  maintain install --dbtype sqlite --dbpath "$D/www/db" --dbname peers --confpath "$D/www" \
    --server "http://127.0.0.1:$1" --scriptpath "" --lang ar --pass "$(keep password rand)" \
    --extensions AbuseFilter --skins Vector "ويكي التجربة" Admin
  write_settings
  for person in Editor Vandal; do
    maintain createAndPromote "$person" "$(keep password rand)"
  done
  maintain createBotPassword --appid peers Admin "$(keep admin rand 16)" --grants \
    "$EDITS,editprotected,uploadeditmovefile,blockusers,viewdeleted,delete,protect"
  maintain createBotPassword --appid peers --grants "$EDITS" Editor "$(keep editor rand 16)"
  maintain createBotPassword --appid reader --grants basic Editor "$(keep reader rand 16)"
  maintain createBotPassword --appid peers --grants "$EDITS" Vandal "$(keep vandal rand 16)"
  add_filter
}

peer_start() {
  local port PHP
  port=$(port 20)
  need_port "$port"
  # The server's user need not be able to read the folder of the project.
  install -D -m 644 -t "$D/php" "$HERE/php/router.php"
  php_words
  if [ ! -s "$D/keep/made" ]; then
    link_site
    # It has the passwords in it.
    (umask 077; set_up "$port" >"$D/setup.log" 2>&1) ||
      { tail "$D/setup.log" >&2; die "it could not be set up: $D/setup.log"; }
    keep made echo yes >/dev/null
  fi
  PHP_CLI_SERVER_WORKERS=4 spawn mediawiki "${PHP[@]}" -S "127.0.0.1:$port" -t "$D/www" \
    "$D/php/router.php"
  wait_for 60 mediawiki http_ok "http://127.0.0.1:$port/api.php?action=query&meta=siteinfo"
}

peer_env() {
  cat <<V
MEDIAWIKI_URL=http://127.0.0.1:$(port 20)
MEDIAWIKI_FILTERED=$FILTERED
MEDIAWIKI_ADMIN=$(keep admin rand 16)
MEDIAWIKI_EDITOR=$(keep editor rand 16)
MEDIAWIKI_READER=$(keep reader rand 16)
MEDIAWIKI_VANDAL=$(keep vandal rand 16)
V
}

peer_main "$@"
