"""
Starts a child of `rasmi serve` that ends when its parent does, even by SIGKILL.

python -m rasmi.config.launch [NAME=VALUE...] MODULE [ARGUMENT...]
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(words: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    while "=" in words[0] and not words[0].startswith("-"):
        name, _, value = words.pop(0).partition("=")
        os.environ[name] = value
    # The same process: the signal of the parent's death outlives this call.
    os.execv(sys.executable, [sys.executable, "-m", *words])  # noqa: S606 — our own words


if __name__ == "__main__":
    main(sys.argv[1:])
