import hashlib
import struct
import zlib
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from rasmi.files import kinds, selectors, services
from rasmi.files.models import Evidence, Rendition
from tests.factories import refused

GPS = 0x8825  # the tag of EXIF that leads to the place
RED, BLUE = (200, 20, 20), (20, 20, 200)
Publish = Callable[[bytes], Rendition]


@pytest.fixture
def keep(db: None, now: datetime) -> Callable[[bytes], Evidence]:
    def keep(content: bytes) -> Evidence:
        file = SimpleUploadedFile("photo.jpg", content)
        return services.keep(file, kinds_allowed=kinds.PICTURES, now=now)

    return keep


@pytest.fixture
def publish(keep: Callable[[bytes], Evidence], now: datetime) -> Publish:
    return lambda content: services.make_publishable(keep(content), now=now)


def two_halves(size: tuple[int, int] = (32, 16), mode: str = "RGB") -> Image.Image:
    """A picture whose first half is red and whose second is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.quantize(4) if mode == "P" else image.convert(mode)


def saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **more)
    return buffer.getvalue()


def bytes_of(rendition: Rendition) -> bytes:
    with selectors.open_rendition(rendition) as file:
        return file.read()


def shown(rendition: Rendition) -> Image.Image:
    image = Image.open(BytesIO(bytes_of(rendition)))
    image.load()
    return image


def is_like(dot: Any, color: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(dot[:3], color, strict=True))


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG file, as its standard builds them."""
    mark = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + mark


def png(width: int, height: int, data: bytes, bits: int = 8, kind: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_nothing_but_the_dots_of_a_photograph_is_published(publish: Publish) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[0x1D] = "SECRET-DAY"
    content = saved(
        two_halves(),
        "JPEG",
        exif=exif,
        comment=b"SECRET-COMMENT",
        xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    assert content.count(b"SECRET") == 4

    made = publish(content + b"PK\x03\x04SECRET-ZIP")

    published = bytes_of(made)
    assert b"SECRET" not in published
    assert published.endswith(b"\xff\xd9")
    image = shown(made)
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert is_like(image.getpixel((2, 2)), RED)
    assert is_like(image.getpixel((30, 2)), BLUE)


def test_nothing_but_the_dots_of_a_drawing_is_published(publish: Publish) -> None:
    words = PngInfo()
    words.add_text("Author", "SECRET-AUTHOR")
    words.add_text("Comment", "SECRET-COMPRESSED", zip=True)
    words.add_itxt("XML:com.adobe.xmp", "SECRET-XMP")
    content = saved(two_halves(), "PNG", pnginfo=words, dpi=(72, 72))

    made = publish(content + b"<script>SECRET</script>")

    assert b"SECRET" not in bytes_of(made)
    image = shown(made)
    assert image.info == {}
    assert image.getpixel((2, 2)) == RED


def test_what_was_wiped_away_is_not_hidden_beneath(publish: Publish) -> None:
    image = two_halves(mode="RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    image.putpixel((0, 0), (*RED, 128))

    made = shown(publish(saved(image, "PNG")))

    assert made.getpixel((0, 0)) == (*RED, 128)
    assert made.getpixel((30, 2)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("orientation", "size", "first"),
    [(1, (32, 16), RED), (3, (32, 16), BLUE), (6, (16, 32), RED), (8, (16, 32), BLUE)],
)
def test_a_photograph_is_shown_as_the_camera_was_held(
    publish: Publish,
    orientation: int,
    size: tuple[int, int],
    first: tuple[int, int, int],
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation

    made = publish(saved(two_halves(), "JPEG", exif=exif))

    assert (made.width, made.height) == size == shown(made).size
    assert is_like(shown(made).getpixel((2, 2)), first)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # as the server does
def test_damaged_facts_beside_the_dots_do_no_harm(publish: Publish) -> None:
    content = saved(two_halves(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")

    assert publish(content).width == 32


@pytest.mark.parametrize(
    ("mode", "kind", "becomes"),
    [
        ("CMYK", "JPEG", "RGB"),
        ("L", "JPEG", "RGB"),
        ("P", "PNG", "RGB"),
        ("1", "PNG", "RGB"),
        ("LA", "PNG", "RGBA"),
        ("RGBA", "PNG", "RGBA"),
    ],
)
def test_every_kind_of_color_becomes_plain(
    publish: Publish, mode: str, kind: str, becomes: str
) -> None:
    image = shown(publish(saved(two_halves(mode=mode), kind)))

    assert image.mode == becomes
    if mode in ("CMYK", "P", "RGBA"):
        assert is_like(image.convert("RGB").getpixel((2, 2)), RED)


def test_sixteen_bits_of_gray_are_divided_and_not_cut(publish: Publish) -> None:
    line = b"\x00" + struct.pack(">2H", 0x8000, 0x4000)

    made = publish(png(2, 1, zlib.compress(line), bits=16, kind=0))

    image = shown(made)
    assert image.getpixel((0, 0)) == (128, 128, 128)
    assert image.getpixel((1, 0)) == (64, 64, 64)


def test_colors_are_turned_into_those_of_every_screen(publish: Publish) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    xyz = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()

    for profile in (lab, xyz, b"no profile"):
        made = publish(saved(two_halves(), "PNG", icc_profile=profile))
        assert "icc_profile" not in shown(made).info


def test_a_profile_changes_the_numbers_and_not_what_is_seen(publish: Publish) -> None:
    srgb = ImageCms.createProfile("sRGB")
    profile = bytearray(ImageCms.ImageCmsProfile(srgb).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    # A screen whose red and green are exchanged: the tags point at each other's color.
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    content = saved(two_halves(), "PNG", icc_profile=bytes(profile))

    image = shown(publish(content))

    assert is_like(image.getpixel((2, 2)), (20, 200, 20))


def test_a_large_picture_is_made_smaller(publish: Publish) -> None:
    made = publish(saved(Image.new("RGB", (8192, 100), RED), "PNG"))

    assert (made.width, made.height) == (4096, 50)


def test_a_bomb_is_refused_by_its_head_alone(publish: Publish) -> None:
    # Had anything been decoded, it would be refused as damaged.
    bomb = png(60_000, 60_000, b"no picture")

    with refused("files.picture_is_bounded") as caught:
        publish(bomb)

    assert "60000" in caught.value.sentence


def test_a_picture_that_is_cut_off_is_refused(publish: Publish) -> None:
    image = Image.effect_noise((64, 64), 90).convert("RGB")
    for kind in ("JPEG", "PNG"):
        content = saved(image, kind)
        for length in (12, 40, len(content) // 2):
            with refused("files.picture_can_be_read"):
                publish(content[:length])
    assert not Rendition.objects.exists()


def test_a_damaged_picture_is_refused(publish: Publish) -> None:
    with refused("files.picture_can_be_read"):
        publish(png(8, 8, b"no picture"))


def test_a_moving_picture_is_refused(publish: Publish) -> None:
    moving = saved(
        two_halves(), "PNG", save_all=True, append_images=[Image.new("RGB", (32, 16))]
    )

    with refused("files.picture_can_be_read") as caught:
        publish(moving)

    assert caught.value.remedy


def test_a_paper_is_no_picture(db: None, now: datetime) -> None:
    file = SimpleUploadedFile("photo.jpg", b"%PDF-1.7\n")
    paper = services.keep(file, kinds_allowed=kinds.SCANS, now=now)

    with refused("files.picture_can_be_read"):
        services.make_publishable(paper, now=now)


@pytest.mark.parametrize(
    "content",
    [
        saved(Image.new("RGB", (2, 2)), "GIF"),
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<html><script>",
    ],
)
def test_what_only_has_the_name_of_a_picture_is_not_kept(
    publish: Publish, content: bytes
) -> None:
    with refused("files.kind_is_known"):
        publish(content)


def test_one_original_has_one_rendition(
    keep: Callable[[bytes], Evidence], now: datetime
) -> None:
    original = keep(saved(two_halves(), "JPEG"))

    made = services.make_publishable(original, now=now)
    again = services.make_publishable(original, now=now)

    assert made == again
    assert made.original == original


def test_two_that_look_the_same_are_published_as_one(publish: Publish) -> None:
    content = saved(two_halves(), "PNG")

    assert publish(content) == publish(content + b"hidden")


def test_the_published_bytes_are_those_of_the_digest(publish: Publish) -> None:
    made = publish(saved(two_halves(), "JPEG"))

    published = bytes_of(made)
    assert hashlib.sha256(published).hexdigest() == made.digest
    assert len(published) == made.size
    assert made.media_type == kinds.JPEG
    assert selectors.is_intact(made)
    selectors.path_of_digest(made.digest).write_bytes(published + b"x")
    assert not selectors.is_intact(made)
