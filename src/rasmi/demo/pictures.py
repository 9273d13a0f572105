"""Cards with an eight-pointed star and no words: the pictures of the demonstration."""

import io
import math

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1080, 1080  # pixels
GREEN, SAND, GOLD = "#0a3f35", "#f6f0e2", "#f0d9a6"
POINTS = 8


def card(name: str, *, ground: str = GREEN, ink: str = GOLD) -> "ContentFile[bytes]":
    """A PNG with a star in lines, and a band below it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(picture)
    for radius in (420, 330, 240, 150):
        pen.line([*_star(radius), _star(radius)[0]], fill=ink, width=6, joint="curve")
    pen.rectangle((0, HEIGHT - 120, WIDTH, HEIGHT - 96), fill=ink)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return ContentFile(out.getvalue(), name=name)


def _star(radius: float) -> list[tuple[float, float]]:
    """The sixteen corners of two squares turned against each other."""
    inner = radius * math.cos(math.pi / 4) / math.cos(math.pi / POINTS)
    corners = []
    for step in range(2 * POINTS):
        reach = radius if step % 2 == 0 else inner
        angle = math.pi * step / POINTS
        corners.append(
            (WIDTH / 2 + reach * math.cos(angle), 480 + reach * math.sin(angle))
        )
    return corners
