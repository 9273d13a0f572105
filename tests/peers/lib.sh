# shellcheck shell=bash
# Sourced by every script here, never run. README.md says how a peer script uses it.
# Standard output carries KEY=VALUE lines only; all else goes to standard error or a log.
set -euo pipefail
# As root, the servers run as other users, who must be able to enter the state folder.
umask 022

# shellcheck disable=SC2034  # the scripts use it
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# Each user has ports of their own: two suites on one machine do not meet.
BASE=${PEERS_PORT_BASE:-$((23000 + $(id -u) % 50 * 200))}

say() { printf '%s: %s\n' "$PEER" "$*" >&2; }
die() { say "$*"; exit 1; }
root() { [ "$(id -u)" = 0 ]; }
port() { echo $((BASE + $1)); }
rand() { od -An -N "${1:-12}" -t x1 /dev/urandom | tr -d ' \n'; }

# keep NAME COMMAND...: the value of NAME, made once by COMMAND
keep() {
  local file=$D/keep/$1
  shift
  if [ ! -s "$file" ]; then
    (umask 077; mkdir -p "$D/keep"; "$@" >"$file.new"; mv "$file.new" "$file")
  fi
  cat "$file"
}

# ---- installing ----------------------------------------------------------------------

# apt_need PACKAGE...: installs those that are missing
apt_need() {
  local package missing=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
}

# apt_install PACKAGE...: installs them and starts none of their services
apt_install() {
  local log
  command -v apt-get >/dev/null || die "not a Debian or Ubuntu; install by hand: $*"
  local install=(apt-get install --no-install-recommends -y)
  if ! root; then
    say "not installed, and only root can:"
    echo "sudo ${install[*]} $*" >&2
    exit 1
  fi
  log=$(mktemp)
  (
    flock 8
    if [ ! -e /usr/sbin/policy-rc.d ]; then
      trap 'rm -f /usr/sbin/policy-rc.d' EXIT
      printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
      chmod 755 /usr/sbin/policy-rc.d
    fi
    export DEBIAN_FRONTEND=noninteractive
    # One source that does not answer need not be the one that has the packages.
    apt-get -q -o Acquire::Retries=3 update || true
    "${install[@]}" -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 "$@"
  ) 8</var/lib/dpkg >"$log" 2>&1 </dev/null || {
    tail -n 30 "$log" >&2
    die "apt-get failed: $log"
  }
  rm -f "$log"
}

# postgres_bin: the folder of the newest PostgreSQL server; fails when there is none
postgres_bin() {
  local initdb
  # Debian keeps the server off the PATH, and puts its client in a folder of the same form.
  initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
  [ -x "$initdb" ] || initdb=$(readlink -f "$(command -v postgres)") || return 1
  dirname "$initdb"
}

# venv NAME REQUIREMENT...: makes a virtual environment, unless it is there; prints its folder
venv() {
  local folder=${PEERS_CACHE:-$STATE/cache}/venv-$1
  shift
  if [ "$(cat "$folder/.requirements" 2>/dev/null)" != "$*" ]; then
    rm -rf "$folder"
    { python3 -m venv "$folder" && "$folder/bin/pip" install -q "$@"; } >"$D/install.log" 2>&1 ||
      { tail -n 20 "$D/install.log" >&2; die "pip failed: $D/install.log"; }
    echo "$*" >"$folder/.requirements"
  fi
  echo "$folder"
}

# ---- users: root hands over to others; anybody else runs everything as oneself -------

# become USER: puts into AS the words before a command that is to run as USER
become() {
  AS=()
  root || return 0
  AS=(setpriv "--reuid=$1" "--regid=$(id -g "$1")" --init-groups --)
}

as() {
  local AS
  become "$1"
  "${AS[@]}" "${@:2}"
}

# give USER FILE...: makes USER the owner
give() { ! root || chown "$1:" "${@:2}"; }

# ---- processes, known by pid and start time, for a pid is used again ------------------

# born PID: its start time; fails for a process that has ended, reaped or not
born() {
  local line fields
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  # The second field, the command's name, may hold spaces and brackets of its own.
  read -ra fields <<<"${line##*) }"
  [ "${fields[0]}" != Z ] && echo "${fields[19]}"
}

# alive NAME: is the process that NAME.pid names still the one that was started?
alive() {
  local pid start
  { read -r pid start <"$D/$1.pid"; } 2>/dev/null || return 1
  [ "$(born "$pid")" = "$start" ]
}

# spawn NAME COMMAND...: in the background, in a session of its own, output to NAME.log
spawn() {
  local name=$1 pid
  shift
  PEERS_SPAWNED=$D/$name setsid "$@" >>"$D/$name.log" 2>&1 </dev/null 9>&- &
  pid=$!
  echo "$pid $(born "$pid" || echo ended)" >"$D/$name.pid"
}

# marked NAME: whatever still runs of what NAME has started, by the mark that spawn gave it
marked() {
  grep -lsxzF "PEERS_SPAWNED=$D/$1" /proc/[0-9]*/environ | cut -d / -f 3 || true
}

# end NAME [SIGNAL]: ends the process that NAME.pid names, then what it left behind
end() {
  local name=$1 signal=${2:-TERM} pid left
  { read -r pid _ <"$D/$name.pid"; } 2>/dev/null || return 0
  if alive "$name"; then
    kill -"$signal" "$pid" 2>/dev/null || true
    for _ in {1..200}; do alive "$name" || break; sleep 0.1; done
    ! alive "$name" || kill -KILL "$pid" 2>/dev/null || true
  fi
  for signal in TERM KILL; do
    mapfile -t left < <(marked "$name")
    [ ${#left[@]} != 0 ] || break
    kill -"$signal" "${left[@]}" 2>/dev/null || true
    for _ in {1..50}; do [ -n "$(marked "$name")" ] || break; sleep 0.1; done
  done
  rm -f "$D/$name.pid"
}

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
need_port() { ! listening "$1" || die "port $1 is taken; set PEERS_PORT_BASE"; }
http_ok() { curl -sf --noproxy '*' -o /dev/null --max-time 10 "$@"; }

# wait_for SECONDS NAME COMMAND...: until COMMAND succeeds, or the process NAME has ended
wait_for() {
  local limit=$((SECONDS + $1)) name=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! alive "$name" || [ "$SECONDS" -ge "$limit" ]; then
      tail -n 20 "$D/$name.log" >&2
      die "does not answer: $D/$name.log"
    fi
    sleep 0.1
  done
}

# ---- the command line ----------------------------------------------------------------

peer_running() { alive "$PEER"; }
peer_stop() { end "$PEER"; }

begin() {
  ! { peer_running && [ -s "$D/env" ]; } || return 0
  peer_stop
  mkdir -p "$D"
  rm -f "$D/env"
  peer_install
  trap '[ $? = 0 ] || peer_stop' EXIT
  peer_start
  (umask 077; peer_env >"$D/env.new"; mv "$D/env.new" "$D/env")
}

peer_main() {
  local command=${1:-start}
  STATE=${PEERS_STATE:-${TMPDIR:-/tmp}/rasmi-peers-$(id -u)}
  mkdir -p "$STATE"
  STATE=$(cd "$STATE" && pwd)
  # Its name can be guessed, and others may make folders in the same place.
  [ -O "$STATE" ] || die "$STATE belongs to somebody else; set PEERS_STATE"
  # Addresses are part of some servers' data, so each port base has data of its own.
  D=$STATE/$BASE/$PEER
  mkdir -p "${D%/*}"
  case $command in
    start) (flock 9; begin) 9>"$D.lock"; cat "$D/env" ;;
    env) peer_running || die "not running"; cat "$D/env" ;;
    stop) (flock 9; peer_stop) 9>"$D.lock" ;;
    clean) (flock 9; peer_stop; rm -rf "$D") 9>"$D.lock" ;;
    *) die "usage: $PEER.sh [start|env|stop|clean]" ;;
  esac
}
