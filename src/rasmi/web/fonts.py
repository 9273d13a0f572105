from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

# Only these four files of the package: its own style sheets name formats that we do not
# ship, and the hashed storage would look for them.
FILES = {
    f"web/fonts/plex-{script}-{weight}.woff2": (
        f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff2"
    )
    for script in ("arabic", "latin")
    for weight in (400, 600)
}


class FontStorage(FileSystemStorage):
    """The package's folder of fonts, under the names that our style sheet uses."""

    def path(self, name: str) -> str:
        return super().path(FILES.get(name, name))


class FontFinder(BaseFinder):
    """Finds IBM Plex Sans Arabic (SIL OFL 1.1) where npm has installed it."""

    def __init__(self) -> None:
        package = Path(settings.NODE_MODULES) / "@fontsource/ibm-plex-sans-arabic"
        self.folder = package / "files"

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in FILES:
            return []
        found = str(self.folder / FILES[path])
        return [found] if find_all else found

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, Storage]]:
        storage = FontStorage(location=self.folder)
        for name in FILES:
            yield name, storage
