"""
A picture as its dots alone: what else a file carries is left behind.

Cameras write the place into a picture, programs the name of who edited it, and anybody
can hide a file behind its end. So nothing is removed from a file: a new one is made of
what can be seen.
"""

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from rasmi.files import kinds

# One reader for each kind, so that no other decoder ever sees the bytes of a stranger.
READERS: dict[str, type[ImageFile]] = {
    kinds.JPEG: JpegImageFile,
    kinds.PNG: PngImageFile,
}
MOST_PIXELS = 40_000_000  # above the cameras of most telephones; 160 MB when opened
LONGEST_SIDE = 4096  # pixels; no platform shows more of a picture
QUALITY = 90  # of JPEG: nobody sees the loss, and the file stays small

ORIENTATION = 0x0112  # the tag of EXIF 3.0 §4.6.5.1
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What the readers raise on a file that is damaged, cut off or made to harm.
BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError),
    *(OverflowError, struct.error, zlib.error),
)
# They warn whoever runs the server of facts beside the dots, which are left behind.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


class Unreadable(Exception):
    """The file is no whole picture of its kind."""


class Moving(Exception):
    """The file holds more than one image, to be shown one after the other."""


class TooLarge(Exception):
    """The picture has more pixels than are opened here."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(f"{width}x{height}")
        self.width, self.height = width, height


@dataclass(frozen=True)
class Picture:
    """An encoded picture, with its size in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def made_anew(file: IO[bytes], media_type: str) -> Picture:
    """
    Read a picture and encode its dots again: upright, in sRGB, without anything else.

    The same bytes give the same result with the same version of Pillow.

    :param media_type: one of `kinds.PICTURES`, as the first bytes say
    :raises Unreadable: if it is damaged or cut off
    :raises Moving: if it is animated
    :raises TooLarge: by what its head says, before anything is decoded
    """
    try:
        source = READERS[media_type](file)
    except BROKEN as error:
        raise Unreadable from error
    width, height = source.size
    if width * height > MOST_PIXELS:
        raise TooLarge(width, height)
    if getattr(source, "is_animated", False):
        raise Moving
    try:
        source.load()
        upright = _upright(_in_plain_colors(source), source)
    except BROKEN as error:
        raise Unreadable from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _encoded(_dots_of(upright), media_type)


def _upright(image: Image.Image, source: ImageFile) -> Image.Image:
    """Turned as the camera was held, which a file says beside its dots."""
    try:
        turn = TURNS.get(source.getexif().get(ORIENTATION, 1))
    except BROKEN:  # what is said beside the dots is damaged: the dots are not
        return image
    return image.transpose(turn) if turn is not None else image


def _in_plain_colors(source: ImageFile) -> Image.Image:
    """The same picture as RGB, or as RGBA where something shines through."""
    image: Image.Image = source
    if source.mode.startswith("I"):
        # 16 bits of gray: Pillow would cut at 255 what it does not divide.
        image = source.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    elif source.has_transparency_data:
        image = source.convert("RGBA")
    profile = source.info.get("icc_profile")
    return _in_srgb(image, profile) if profile else _plainly(image)


def _plainly(image: Image.Image) -> Image.Image:
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colors as they were meant; as plain ones, where the profile is of no use."""
    colors = image.convert("RGB") if image.mode in ("RGBA", "P", "1") else image
    try:
        meant = ImageCms.profileToProfile(
            colors,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return _plainly(image)
    if meant is None:  # never, as it is not asked to work in place
        return _plainly(image)
    if image.mode == "RGBA":
        meant.putalpha(image.getchannel("A"))
    return meant


def _dots_of(image: Image.Image) -> Image.Image:
    """A new image with the dots alone; what cannot be seen in them is gone, too."""
    if image.mode != "RGBA":
        fresh = Image.new("RGB", image.size)
        fresh.paste(image)
        return fresh
    # Who wipes something away in a drawing program often leaves its colors beneath.
    fresh = Image.new("RGBA", image.size)
    seen = image.getchannel("A").point(lambda alpha: 255 if alpha else 0)
    fresh.paste(image, mask=seen)
    return fresh


def _encoded(image: Image.Image, media_type: str) -> Picture:
    buffer = BytesIO()
    if media_type == kinds.JPEG:
        image.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    else:
        image.save(buffer, "PNG", optimize=True)
    return Picture(buffer.getvalue(), media_type, image.width, image.height)
