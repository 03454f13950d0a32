"""Make a foreign picture anew: `python -m anyue.evidence.picture < photo`, in a child process.

Reads a JPEG, PNG or WebP and writes one line of JSON and then the bytes of two fresh JPEGs.
The line is {"refusal": sentence}, or {"sizes": [picture, thumbnail] in bytes, "pictures":
[[width, height], [width, height]], "told": what the EXIF said, unchecked}. Knows no Django, so
that the child starts fast and holds nothing worth stealing.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
import warnings
from typing import Any, BinaryIO

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 20
PIXELS_MOST = 50_000_000
PICTURE_EDGE = 1920
PICTURE_QUALITY = 82
THUMBNAIL_BYTES = 12 * 1024
THUMBNAIL_TRIES = [(edge, q) for edge in (320, 240, 160, 96) for q in (75, 60, 45, 30)]
PROFILE_BYTES_MOST = 1024 * 1024
TEXT_MOST = 200

UNREADABLE = "这张照片打不开，可能没有传完整，没有保存。请重新拍摄，或换一张照片。"
TOO_MANY_PIXELS = "这张照片超过 5000 万像素，没有保存。请把相机的照片尺寸调小后重拍。"
MOVING = "这是动图，不能作为佐证照片。请换一张普通照片。"
BROKEN_EXIF = (
    AttributeError,
    ArithmeticError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
"""What Pillow may raise on EXIF that is no EXIF; such a picture simply tells nothing."""


class Unusable(Exception):
    """The picture is refused; the message is the Chinese sentence."""


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Read one picture from `source` and answer on `target` (see the module's docstring)."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = PIXELS_MOST
    try:
        head, pictures = remake(source.read())
    except Unusable as refusal:
        head, pictures = {"refusal": str(refusal)}, []
    target.write(json.dumps(head).encode("ascii") + b"\n")
    for picture in pictures:
        target.write(picture)
    target.flush()


def remake(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The head line and the two JPEGs (picture, thumbnail) of `data`.

    Raises:
        Unusable: no picture, too many pixels, more than one frame, or broken.
    """
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as image:
            _refuse_unfit(image)
            told = facts_of(image)
            clean = _upright_rgb(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, *BROKEN_EXIF, EOFError, MemoryError) as error:
        raise Unusable(UNREADABLE) from error
    picture = _jpeg(clean, PICTURE_QUALITY)
    thumbnail, thumbnail_size = _thumbnail(clean)
    head = {
        "sizes": [len(picture), len(thumbnail)],
        "pictures": [list(clean.size), list(thumbnail_size)],
        "told": told,
    }
    return head, [picture, thumbnail]


def facts_of(image: Image.Image) -> dict[str, Any]:
    """What the EXIF says: taken, offset, make, model (text), latitude, longitude (degrees)."""
    told: dict[str, Any] = {}
    try:
        exif = image.getexif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        told["taken"] = _text(detail.get(ExifTags.Base.DateTimeOriginal))
        told["offset"] = _text(detail.get(ExifTags.Base.OffsetTimeOriginal))
        told["make"] = _text(exif.get(ExifTags.Base.Make))
        told["model"] = _text(exif.get(ExifTags.Base.Model))
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        told["latitude"] = _degrees(place, ExifTags.GPS.GPSLatitude, "S")
        told["longitude"] = _degrees(place, ExifTags.GPS.GPSLongitude, "W")
    except BROKEN_EXIF:
        return told
    return told


def _refuse_unfit(image: Image.Image) -> None:
    width, height = image.size
    if width * height > PIXELS_MOST:
        raise Unusable(TOO_MANY_PIXELS)
    # MPO is a JPEG of a phone that carries a second picture of the same view; the first counts.
    if image.format != "MPO" and getattr(image, "n_frames", 1) != 1:
        raise Unusable(MOVING)


def _upright_rgb(image: Image.Image) -> Image.Image:
    """A new RGB picture in sRGB, the right way up, at most PICTURE_EDGE long, nothing else."""
    if image.mode.startswith("I;16"):
        # Pillow would clip 16 bit grey at 255: nearly everything would turn white.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    image.thumbnail((PICTURE_EDGE, PICTURE_EDGE), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if upright.mode in {"P", "PA", "LA", "RGBA"} or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA")).convert("RGB")
    upright = _in_srgb(upright, profile)
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    return clean


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """`image` as RGB by its own colour profile; a broken or huge profile is passed over."""
    if profile and len(profile) <= PROFILE_BYTES_MOST:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(image, own, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            made = None
        if made is not None:
            return made
    return image.convert("RGB")


def _thumbnail(clean: Image.Image) -> tuple[bytes, tuple[int, int]]:
    for edge, quality in THUMBNAIL_TRIES:
        small = clean.copy()
        small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        data = _jpeg(small, quality)
        if len(data) <= THUMBNAIL_BYTES:
            break
    return data, small.size


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value[:TEXT_MOST] if isinstance(value, str) else ""


def _degrees(place: dict[int, Any], tag: int, negative: str) -> float | None:
    """Degrees from the three EXIF rationals; the reference stands in the tag before."""
    parts = place.get(tag)
    if not parts or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if _text(place.get(tag - 1)).upper().startswith(negative) else value


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    main(sys.stdin.buffer, sys.stdout.buffer)
