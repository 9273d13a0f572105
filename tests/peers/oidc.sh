#!/usr/bin/env bash
# An OpenID provider, npm's oidc-provider, with Rasmi as its client and four people.
PEER=oidc
. "$(dirname "$0")/lib.sh"

# npm beside uv, where the machine has none.
PATH=$PATH:$(dirname "$(dirname "$HERE")")/.tools/bin
REDIRECT=http://localhost:8000/sign-in/provider/answer/

# server: the folder in which npm has put it
server() { echo "${PEERS_CACHE:-$STATE/cache}/npm-oidc"; }

peer_install() {
  local lock=$HERE/npm/oidc/package-lock.json SERVER
  SERVER=$(server)
  command -v npm >/dev/null || die "npm is missing: make setup-dev"
  if ! cmp -s "$lock" "$SERVER/installed"; then
    rm -rf "$SERVER"
    mkdir -p "$SERVER"
    cp "$HERE"/npm/oidc/package*.json "$SERVER"
    npm ci --prefix "$SERVER" --ignore-scripts --no-audit --no-fund >"$D/install.log" 2>&1 ||
      { tail -n 20 "$D/install.log" >&2; die "npm failed: $D/install.log"; }
    cp "$lock" "$SERVER/installed"
  fi
}

peer_start() {
  local port SERVER
  port=$(port 80)
  SERVER=$(server)
  need_port "$port"
  cp "$HERE/npm/oidc/server.mjs" "$SERVER"
  OIDC_ISSUER=http://127.0.0.1:$port OIDC_PORT=$port OIDC_KEY=$D/key.json \
    OIDC_CLIENT_SECRET=$(keep secret rand 20) OIDC_USER_PASSWORD=$(keep password rand) \
    OIDC_COOKIE_KEY=$(keep cookie rand 20) OIDC_REDIRECT_URI=$REDIRECT \
    spawn oidc node "$SERVER/server.mjs"
  wait_for 30 oidc http_ok "http://127.0.0.1:$port/.well-known/openid-configuration"
}

peer_env() {
  cat <<V
OIDC_ISSUER=http://127.0.0.1:$(port 80)
OIDC_CLIENT_SECRET=$(keep secret rand 20)
OIDC_USER_PASSWORD=$(keep password rand)
V
}

peer_main "$@"
