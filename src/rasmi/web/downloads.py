"""How a kept file is handed to a browser without the browser running it."""

from typing import BinaryIO

from django.http import FileResponse

SHOWN = {"application/pdf", "image/png", "image/jpeg"}


def kept_file(content: BinaryIO, *, name: str, media_type: str) -> FileResponse:
    """
    Answer with a kept file: shown where browsers show it safely, saved otherwise.

    :param name: the name it is saved under, already made safe
    """
    is_shown = media_type in SHOWN
    return FileResponse(
        content,
        as_attachment=not is_shown,
        filename=name,
        content_type=media_type if is_shown else "application/octet-stream",
    )
