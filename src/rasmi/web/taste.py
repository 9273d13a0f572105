"""What a reader chose for themselves: language, digits and theme, kept in cookies."""

from contextvars import ContextVar
from dataclasses import dataclass, fields

from django.http import HttpRequest, HttpResponse

YEAR = 365 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Taste:
    language: str = "ar"
    digits: str = "latin"
    theme: str = "system"


CHOICES = {
    "language": ("ar", "en"),
    "digits": ("latin", "arabic"),
    "theme": ("system", "light", "dark"),
}
DEFAULT = Taste()
current: ContextVar[Taste] = ContextVar("taste", default=DEFAULT)


def taste_of(request: HttpRequest) -> Taste:
    """Read the choices from the cookies; what is not a choice is the default."""
    chosen = {
        name: value
        for name, allowed in CHOICES.items()
        if (value := request.COOKIES.get(f"rasmi-{name}")) in allowed
    }
    return Taste(**chosen)


def keep(response: HttpResponse, choices: dict[str, str], *, secure: bool) -> None:
    """Keep those of the choices that are choices."""
    for field in fields(Taste):
        value = choices.get(field.name)
        if value in CHOICES[field.name]:
            response.set_cookie(
                f"rasmi-{field.name}",
                value,
                max_age=YEAR,
                secure=secure,
                httponly=True,
                samesite="Lax",
            )
