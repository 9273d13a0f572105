from rasmi.security.services.credentials import (
    account_for,
    account_of,
    connect,
    connector_for,
    disconnect,
    require_connection,
    trained,
)
from rasmi.security.services.epochs import begin_epoch, remember_epoch, watch_epoch
from rasmi.security.services.probing import look_now, probe, report_refused
from rasmi.security.services.resuming import ask_to_resume, keep_stopped, resume
from rasmi.security.services.stopping import (
    require_no_stop,
    require_stopper,
    stop,
)
from rasmi.security.services.witnessing import change_witness, tell_the_witness

__all__ = [
    "account_for",
    "account_of",
    "ask_to_resume",
    "begin_epoch",
    "change_witness",
    "connect",
    "connector_for",
    "disconnect",
    "keep_stopped",
    "look_now",
    "probe",
    "remember_epoch",
    "report_refused",
    "require_connection",
    "require_no_stop",
    "require_stopper",
    "resume",
    "stop",
    "tell_the_witness",
    "trained",
    "watch_epoch",
]
