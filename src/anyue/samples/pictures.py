"""Draws the sample county's photos: plain scenes of a class, a drill, an inspection, a map.

Drawn with shapes alone, so that no font is needed, and from a seed, so that every load of the
sample draws the same pictures.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 960)
SKIN = ((226, 188, 155), (205, 164, 130), (236, 204, 176))
COATS = ((46, 94, 140), (214, 120, 44), (70, 110, 70), (90, 90, 100))
HELMETS = ((245, 200, 40), (235, 235, 235), (210, 60, 50))

Pen = ImageDraw.ImageDraw


def photo(scene: str, seed: int) -> bytes:
    """A JPEG of 1280 × 960 of one of SCENES; the same bytes for the same arguments."""
    chance = random.Random(f"{scene}-{seed}")  # noqa: S311 - a drawing, not a secret
    image = Image.new("RGB", SIZE, (232, 228, 220))
    pen = ImageDraw.Draw(image)
    SCENES[scene](pen, chance)
    image = image.filter(ImageFilter.GaussianBlur(1.2))
    _grain(image, chance)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _grain(image: Image.Image, chance: random.Random) -> None:
    """A little light and dark, so that no two pictures look alike to a machine."""
    shade = Image.frombytes("L", (320, 240), chance.randbytes(320 * 240))
    image.paste(Image.blend(image, shade.resize(image.size).convert("RGB"), 0.05))


def _person(pen: Pen, x: int, y: int, size: int, chance: random.Random, helmet: bool) -> None:
    coat, skin = chance.choice(COATS), chance.choice(SKIN)
    pen.rounded_rectangle((x - size, y, x + size, y + size * 3), size // 2, fill=coat)
    head = int(size * 0.62)
    pen.ellipse((x - head, y - head * 2, x + head, y + 4), fill=skin)
    if helmet:
        top = y - head * 2 - 4
        pen.pieslice(
            (x - head - 5, top, x + head + 5, top + head * 2), 180, 360, fill=chance.choice(HELMETS)
        )
    else:
        pen.pieslice((x - head, y - head * 2 - 2, x + head, y - 2), 180, 360, fill=(40, 36, 34))


def _room(pen: Pen) -> None:
    pen.rectangle((0, 0, SIZE[0], 620), fill=(226, 231, 235))
    pen.rectangle((0, 620, SIZE[0], SIZE[1]), fill=(168, 152, 132))
    pen.rectangle((120, 60, 1160, 130), fill=(190, 32, 38))
    for x in range(170, 1110, 62):
        pen.rectangle((x, 78, x + 38, 112), fill=(246, 214, 92))


def _class(pen: Pen, chance: random.Random) -> None:
    _room(pen)
    pen.rectangle((380, 180, 900, 480), fill=(36, 62, 96))
    for y in range(220, 450, 46):
        pen.rectangle((420, y, 420 + chance.randint(180, 430), y + 16), fill=(214, 224, 236))
    _person(pen, 300, 330, 40, chance, helmet=False)
    for row in range(3):
        for seat in range(7 + row):
            x = 90 + seat * (1180 // (7 + row)) + chance.randint(-14, 14)
            _person(pen, x, 560 + row * 130, 38 + row * 8, chance, helmet=False)


def _drill(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, SIZE[0], 420), fill=(186, 206, 222))
    pen.rectangle((0, 420, SIZE[0], SIZE[1]), fill=(142, 140, 134))
    pen.rectangle((60, 140, 620, 520), fill=(176, 168, 158))
    for x in range(110, 580, 110):
        pen.rectangle((x, 210, x + 64, 290), fill=(96, 112, 126))
    pen.rectangle((290, 380, 390, 520), fill=(70, 66, 62))
    for _ in range(26):
        x, y, r = chance.randint(330, 700), chance.randint(60, 420), chance.randint(30, 90)
        grey = chance.randint(120, 190)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(grey, grey, grey))
    pen.rectangle((820, 380, 1220, 560), fill=(196, 34, 34))
    pen.rectangle((1120, 420, 1200, 480), fill=(170, 200, 220))
    for x in (900, 1140):
        pen.ellipse((x - 48, 520, x + 48, 616), fill=(34, 34, 36))
    for _ in range(9):
        _person(pen, chance.randint(80, 1200), chance.randint(600, 760), 34, chance, helmet=True)


def _inspection(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, SIZE[0], 640), fill=(204, 208, 204))
    pen.rectangle((0, 640, SIZE[0], SIZE[1]), fill=(128, 130, 126))
    for x in range(40, 1240, 240):
        tall = chance.randint(240, 420)
        pen.rectangle((x, 640 - tall, x + 150, 640), fill=(92, 128, 148))
        pen.ellipse((x + 45, 640 - tall + 40, x + 105, 640 - tall + 100), fill=(240, 240, 234))
        pen.line((x + 75, 640 - tall + 70, x + 96, 640 - tall + 52), fill=(190, 30, 30), width=6)
    pen.rectangle((0, 600, SIZE[0], 624), fill=(238, 196, 50))
    for index in range(4):
        _person(pen, 240 + index * 230 + chance.randint(-40, 40), 560, 52, chance, helmet=True)


def _map(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, *SIZE), fill=(250, 250, 247))
    pen.rectangle((90, 110, 1190, 850), outline=(40, 44, 52), width=16)
    for x in (380, 690, 960):
        pen.line((x, 110, x, 420 + chance.randint(-30, 30)), fill=(40, 44, 52), width=8)
    pen.line((90, 560, 820, 560), fill=(40, 44, 52), width=8)
    route = [(240, 300), (240, 490), (880, 490), (880, 720), (1190, 720)]
    pen.line(route, fill=(21, 128, 61), width=20, joint="curve")
    pen.polygon([(1182, 676), (1182, 764), (1252, 720)], fill=(21, 128, 61))
    pen.ellipse((212, 272, 268, 328), fill=(29, 95, 209))
    for x, y in ((520, 180), (820, 260), (300, 700)):
        pen.rectangle((x, y, x + 34, y + 34), fill=(200, 30, 30))


SCENES: dict[str, Callable[[Pen, random.Random], None]] = {
    "class": _class,
    "drill": _drill,
    "inspection": _inspection,
    "map": _map,
}
"""The scenes that `photo` can draw."""
