#!/usr/bin/env bash
# PostgreSQL, the newest on the machine. POSTGRES_FSYNC=on is for tests of crashes.
PEER=postgres
. "$(dirname "$0")/lib.sh"

peer_install() { postgres_bin >/dev/null || apt_install postgresql; }

peer_start() {
  local bin port version AS
  bin=$(postgres_bin) || die "no PostgreSQL server was found"
  port=$(port 120)
  need_port "$port"
  # The server refuses to run as root.
  become postgres
  as postgres test -x "$D" || die "the user postgres cannot enter $D; set PEERS_STATE"
  version=$("$bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)
  if [ "$(cat "$D/data/PG_VERSION" 2>/dev/null)" != "$version" ]; then
    rm -rf "$D/data" "$D/new"
    mkdir -m 700 "$D/new"
    (umask 077; keep password rand >"$D/pwfile")
    give postgres "$D/new" "$D/pwfile"
    "${AS[@]}" "$bin/initdb" -D "$D/new" -U app --pwfile="$D/pwfile" -A scram-sha-256 \
      -E UTF8 --locale=C.UTF-8 --no-sync >"$D/initdb.log" 2>&1 ||
      { tail "$D/initdb.log" >&2; die "initdb failed: $D/initdb.log"; }
    rm -f "$D/pwfile"
    mv "$D/new" "$D/data"
  fi
  # 200 connections: each process of a parallel test run has several. What makes a
  # database last, or quick when it is large, only slows one that lives for minutes.
  spawn postgres "${AS[@]}" "$bin/postgres" -D "$D/data" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync="${POSTGRES_FSYNC:-off}" -c synchronous_commit=off -c max_connections=200 \
    -c jit=off -c autovacuum=off -c full_page_writes=off
  wait_for 60 postgres "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"
}

peer_stop() {
  local pid titled
  # INT is the fast stop; at TERM the server waits until every client has left.
  end postgres INT
  # After a crash its sessions may go on writing; their titles lie over the mark of spawn.
  mapfile -t titled < <(grep -ls '^postgres: ' /proc/[0-9]*/cmdline | cut -d / -f 3)
  for pid in "${titled[@]}"; do
    [ "$(readlink "/proc/$pid/cwd")" != "$D/data" ] || kill -KILL "$pid" 2>/dev/null || true
  done
  # The next server would take a dead one that nobody has reaped yet for a living one.
  rm -f "$D/data/postmaster.pid"
}

peer_env() {
  local password
  password=$(keep password rand)
  cat <<V
POSTGRES_HOST=127.0.0.1
POSTGRES_PORT=$(port 120)
POSTGRES_USER=app
POSTGRES_PASSWORD=$password
POSTGRES_DB=postgres
POSTGRES_URL=postgresql://app:$password@127.0.0.1:$(port 120)/postgres
V
}

peer_main "$@"
