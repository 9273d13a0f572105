from rasmi.security.services.resuming import ask_to_resume, keep_stopped, resume
from rasmi.security.services.stopping import (
    require_no_stop,
    require_stopper,
    stop,
)

__all__ = [
    "ask_to_resume",
    "keep_stopped",
    "require_no_stop",
    "require_stopper",
    "resume",
    "stop",
]
