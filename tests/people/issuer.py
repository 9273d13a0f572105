"""A sign-in of the body that says whatever a test wants, signed by whatever key."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer(ThreadingHTTPServer):
    """
    :ivar says: claims beside the proper ones, or in their place; None leaves one out
    :ivar metadata: the same of what it says of itself
    :ivar heard: what was posted for a token
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/realms/ministry"
        self.says: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.nonce = ""
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.status = 200
        self.heard: dict[str, list[str]] = {}
        self.paths: list[str] = []

    def discovery(self) -> dict[str, Any]:
        own = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }
        return own | self.metadata

    def token(self) -> str:
        now = datetime.now(UTC)
        proper = {
            "iss": self.url,
            "aud": "rasmi",
            "sub": "7f3c",
            "iat": now,
            "exp": now + timedelta(minutes=5),
            "nonce": self.nonce,
            "email": "salma@ministry.example",
            "email_verified": True,
        }
        said = {k: v for k, v in (proper | self.says).items() if v is not None}
        return jwt.encode(said, self.key, self.algorithm, headers={"kid": "one"})


class _Handler(BaseHTTPRequestHandler):
    server: Issuer

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        if self.path.endswith("/keys"):
            public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
            self.answer({"keys": [public | {"kid": "one", "use": "sig"}]})
        else:
            self.answer(self.server.discovery())

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.heard = parse_qs(self.rfile.read(length).decode())
        self.answer({"access_token": "x", "id_token": self.server.token()})

    def answer(self, said: dict[str, Any]) -> None:
        content = json.dumps(said).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[Issuer]:
    issuer = Issuer()
    threading.Thread(target=issuer.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield issuer
    finally:
        issuer.shutdown()
        issuer.server_close()
