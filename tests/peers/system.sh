#!/usr/bin/env bash
# Installs what the tests need from the system; prints nothing when all of it is there.
PEER=system
. "$(dirname "$0")/lib.sh"

packages=()

# need PACKAGE COMMAND...: any one of the commands will do
need() { command -v "${@:2}" >/dev/null || packages+=("$1"); }

need chromium chromium chromium-browser google-chrome
need curl curl
need openssl openssl
need procps ps
need util-linux flock
need util-linux setpriv
need php-cli php
modules=$(php -m 2>/dev/null || true)
for module in curl gd intl mbstring mysqli sqlite3 xml; do
  grep -qx "$module" <<<"$modules" || packages+=("php-${module/mysqli/mysql}")
done
[ -x /usr/sbin/mariadbd ] || need mariadb-server mariadbd
[ -e /usr/share/wordpress/wp-load.php ] || packages+=(wordpress)
[ -e /usr/share/wordpress/wp-content/languages/ar.mo ] || packages+=(wordpress-l10n)
[ -e /usr/share/mediawiki/api.php ] || packages+=(mediawiki)
[ -x /usr/sbin/slapd ] || need slapd slapd
need ldap-utils ldapwhoami
# python-ldap is built here.
need build-essential cc
[ -e /usr/include/ldap.h ] || packages+=(libldap-dev)
[ -e /usr/include/sasl/sasl.h ] || packages+=(libsasl2-dev)
python3 -c 'import os, sysconfig; os.stat(sysconfig.get_path("include") + "/Python.h")' \
  2>/dev/null || packages+=(python3-dev)
postgres_bin >/dev/null || packages+=(postgresql)

[ ${#packages[@]} = 0 ] || apt_install "${packages[@]}"
