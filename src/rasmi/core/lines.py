"""
Lines: what talks to a network works in lines of its own, one for each account.

A slow account delays only its own line. A line is served by one thread at a time, so
that what belongs to one account keeps its order.
"""

import logging
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import close_old_connections

from rasmi.core import sweeps

logger = logging.getLogger(__name__)


class Lines:
    """
    The lines of one sweep, at most `settings.LINES` at a time.

    Where that is one, a line is served in the thread of the sweep itself.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._busy: set[Hashable] = set()
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        sweeps.before_the_end(self.wait)

    def serve(self, line: Hashable, work: Callable[[], int]) -> int:
        """
        Do the work of a line, unless it is busy; return how much was done or begun.
        """
        if settings.LINES <= 1:
            return work()
        with self._lock:
            if line in self._busy:
                return 0
            self._busy.add(line)
            if self._pool is None:
                self._pool = ThreadPoolExecutor(settings.LINES, self._name)
        self._pool.submit(self._run, line, work)
        return 1

    def wait(self) -> None:
        """Wait until every line has ended; new ones begin afterwards as before."""
        pool, self._pool = self._pool, None
        if pool:
            pool.shutdown()

    def _run(self, line: Hashable, work: Callable[[], int]) -> None:
        close_old_connections()
        try:
            if not sweeps.stopping():
                with sweeps.around():
                    work()
        except Exception:  # the top of a line: its defect ends no other
            logger.exception("%s: the line %s failed", self._name, line)
        finally:
            with self._lock:
                self._busy.discard(line)
            close_old_connections()
