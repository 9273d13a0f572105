"""What the platform refuses; the sentences stand in `words`."""

from collections.abc import Sequence


class Problem(Exception):
    """
    :param status: of HTTP
    :param kind: a key of `words.PROBLEMS`
    :param field: what in the request it is about
    :param allowed: methods that this address answers
    """

    def __init__(
        self, status: int, kind: str, *, field: str = "", allowed: Sequence[str] = ()
    ) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.field = field
        self.allowed = allowed


class Invalid(Problem):
    """What was said cannot be taken as it is."""

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(422, kind, field=field)


class Malformed(Problem):
    """The request cannot be read."""

    def __init__(self, field: str = "") -> None:
        super().__init__(400, "malformed", field=field)


class Missing(Problem):
    def __init__(self) -> None:
        super().__init__(404, "not_found")
