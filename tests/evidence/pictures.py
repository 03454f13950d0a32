"""Pictures for the tests, made with Pillow: good ones, and the ones that people attack with."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

TAKEN = "2026:06:16 09:30:00"


def exif(*, orientation=1, taken=TAKEN, gps=True):
    data = Image.Exif()
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.Make] = "HUAWEI"
    data[ExifTags.Base.Model] = "Mate 40"
    data.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if gps:
        place = data.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef] = "N"
        place[ExifTags.GPS.GPSLatitude] = (37.0, 11.0, 0.0)
        place[ExifTags.GPS.GPSLongitudeRef] = "E"
        place[ExifTags.GPS.GPSLongitude] = (104.0, 3.0, 36.0)
    return data


def canvas(width=400, height=300, *, mode="RGB"):
    """Left half red, right half blue, so that every turn shows."""
    image = Image.new("RGB", (width, height), "red")
    image.paste(Image.new("RGB", (width - width // 2, height), "blue"), (width // 2, 0))
    return image.convert(mode)


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def phone_photo(**facts):
    return encoded(canvas(), exif=exif(**facts), comment=b"<script>alert(1)</script>")


def upload(data, name="照片.jpg"):
    return SimpleUploadedFile(name, data)


def _chunk(name, data):
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def png_bomb(side=65_535):
    """A few kilobytes that announce `side` times `side` pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", pixels)
        + _chunk(b"IEND", b"")
    )


def text_bomb():
    """A small PNG whose compressed comment unpacks to 200 MB."""
    whole = encoded(canvas(8, 8), "PNG")
    packed = zlib.compress(bytes(200_000_000), 9)
    return whole[:33] + _chunk(b"zTXt", b"Comment\0\0" + packed) + whole[33:]
