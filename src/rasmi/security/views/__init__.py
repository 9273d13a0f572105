from rasmi.security.views.connections import (
    connect,
    connection,
    connections,
    disconnect,
    look,
)
from rasmi.security.views.stops import ask, begin, confirm, keep, stop, stops
from rasmi.security.views.witnesses import witness

__all__ = [
    "ask",
    "begin",
    "confirm",
    "connect",
    "connection",
    "connections",
    "disconnect",
    "keep",
    "look",
    "stop",
    "stops",
    "witness",
]
