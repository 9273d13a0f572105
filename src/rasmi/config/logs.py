import logging
import re

# Addresses whose last part opens a door: the setup link and the link to a password.
SECRET = re.compile(r"(/setup/|/account/password/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of an address before a line is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = SECRET.sub(r"\1***", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
            record.exc_info = None  # a traceback would name the address again
        return True
