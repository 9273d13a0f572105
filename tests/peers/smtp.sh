#!/usr/bin/env bash
# aiosmtpd, keeping every mail in a Maildir. STARTTLS is offered, and AUTH once it is on;
# SMTP_REQUIRE_AUTH=1 takes no mail without. The mailbox refuse@ is answered 550, later@
# 451 the first time.
PEER=smtp
. "$(dirname "$0")/lib.sh"

PYTHON=${PEERS_PYTHON:-$(dirname "$(dirname "$HERE")")/.venv/bin/python}

peer_install() {
  if ! "$PYTHON" -c 'import aiosmtpd' 2>/dev/null; then
    say "$PYTHON has no aiosmtpd:"
    echo "uv sync" >&2
    exit 1
  fi
  command -v openssl >/dev/null || apt_install openssl
}

peer_start() {
  local port
  port=$(port 70)
  need_port "$port"
  # keyUsage: Python 3.13 and later trust no certificate authority without it.
  [ -s "$D/server.crt" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 3650 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -addext keyUsage=critical,digitalSignature,keyCertSign \
    -keyout "$D/server.key" -out "$D/server.crt" 2>"$D/openssl.log" ||
    { cat "$D/openssl.log" >&2; die "openssl failed"; }
  SMTP_PASSWORD=$(keep password rand) SMTP_REQUIRE_AUTH=${SMTP_REQUIRE_AUTH:-0} \
    spawn smtp "$PYTHON" "$HERE/smtp_sink.py" "$port" "$D/maildir" "$D/server.crt" "$D/server.key"
  wait_for 30 smtp listening "$port"
}

peer_env() {
  cat <<V
SMTP_HOST=127.0.0.1
SMTP_PORT=$(port 70)
SMTP_USER=app
SMTP_PASSWORD=$(keep password rand)
SMTP_CA_FILE=$D/server.crt
SMTP_MAILDIR=$D/maildir
V
}

peer_main "$@"
