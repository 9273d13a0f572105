"""The sandbox platform for real, on a free port of this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rasmi.platforms.connector import Account
from rasmi.platforms.sandbox.server import ADDRESS, Server, application

TOKEN = "token-of-the-tests"


@contextmanager
def running_sandbox(folder: Path, handle: str = "ministry") -> Iterator[Account]:
    """
    Run it in a thread; yield an account as its connector reaches it.

    :param folder: of its rows and pictures; kept, so that it can be run again
    """
    answers = application(folder, TOKEN)
    with Server(answers, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield Account(handle, f"http://{ADDRESS}:{server.server_port}", TOKEN)
        finally:
            server.shutdown()
            thread.join()
