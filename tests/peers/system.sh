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
postgres_bin >/dev/null || packages+=(postgresql)

[ ${#packages[@]} = 0 ] || apt_install "${packages[@]}"
