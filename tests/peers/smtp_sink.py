"""
The server of smtp.sh: smtp_sink.py PORT MAILDIR CERTIFICATE KEY
"""

import os
import ssl
import sys
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Sink(Mailbox):
    def __init__(self, maildir: Path) -> None:
        super().__init__(maildir)
        self.postponed: set[str] = set()

    async def handle_RCPT(  # noqa: N802 — aiosmtpd's name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        mailbox = address.partition("@")[0]
        if mailbox == "refuse":
            return "550 5.1.1 no such mailbox"
        if mailbox == "later" and address not in self.postponed:
            self.postponed.add(address)
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"


def authenticate(
    server: SMTP,
    session: Session,
    envelope: Envelope,
    mechanism: str,
    login: LoginPassword,
) -> AuthResult:
    password = os.environ["SMTP_PASSWORD"].encode()
    # handled=False: aiosmtpd then sends the 535 itself.
    return AuthResult(success=login == (b"app", password), handled=False)


def main(port: str, maildir: str, certificate: str, key: str) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    Controller(
        Sink(Path(maildir)),
        hostname="127.0.0.1",
        port=int(port),
        tls_context=tls,
        authenticator=authenticate,
        auth_required=os.environ["SMTP_REQUIRE_AUTH"] == "1",
        auth_require_tls=True,
        enable_SMTPUTF8=True,
    ).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
