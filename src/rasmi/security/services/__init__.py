from rasmi.security.services.apps import (
    ask_for_app,
    decide_app,
    end_app,
    find_app,
    remove_app,
)
from rasmi.security.services.attesting import attest, require_attester
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
from rasmi.security.services.instruments import (
    change_instrument,
    close_gap,
    enter_instrument,
    open_gap,
    refuse_other_than_keeper,
    review_instrument,
)
from rasmi.security.services.measures import enter_measure, review_measure
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
    "ask_for_app",
    "ask_to_resume",
    "attest",
    "begin_epoch",
    "change_instrument",
    "change_witness",
    "close_gap",
    "connect",
    "connector_for",
    "decide_app",
    "disconnect",
    "end_app",
    "enter_instrument",
    "enter_measure",
    "find_app",
    "keep_stopped",
    "look_now",
    "open_gap",
    "probe",
    "refuse_other_than_keeper",
    "remember_epoch",
    "remove_app",
    "report_refused",
    "require_attester",
    "require_connection",
    "require_no_stop",
    "require_stopper",
    "resume",
    "review_instrument",
    "review_measure",
    "stop",
    "tell_the_witness",
    "trained",
    "watch_epoch",
]
