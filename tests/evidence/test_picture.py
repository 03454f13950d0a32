"""What comes out of the child is a fresh JPEG, or a sentence."""

import io

import pytest
from PIL import Image, ImageCms

from anyue.core.errors import Refused
from anyue.evidence import isolated
from tests.evidence import pictures


def opened(data):
    return Image.open(io.BytesIO(data), formats=["JPEG"])


def test_a_phone_photo_loses_every_trace_and_its_facts_are_told():
    made = isolated.remake(pictures.phone_photo())

    for data in (made.picture, made.thumbnail):
        assert b"Exif" not in data
        assert b"HUAWEI" not in data
        assert b"script" not in data
        assert set(opened(data).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
    assert made.told["taken"] == pictures.TAKEN
    assert made.told["model"] == "Mate 40"
    assert made.told["latitude"] == pytest.approx(37.1833, abs=1e-4)
    assert made.told["longitude"] == pytest.approx(104.06, abs=1e-4)


def test_a_big_picture_comes_out_at_1920_and_a_small_thumbnail():
    noise = Image.effect_noise((4000, 3000), 120).convert("RGB")

    made = isolated.remake(pictures.encoded(noise, quality=60))

    assert (made.width, made.height) == opened(made.picture).size == (1920, 1440)
    assert len(made.thumbnail) <= 12 * 1024
    assert max(opened(made.thumbnail).size) <= 320


def test_a_small_picture_is_not_enlarged():
    assert opened(isolated.remake(pictures.phone_photo()).picture).size == (400, 300)


def test_a_lying_picture_is_set_upright():
    made = opened(isolated.remake(pictures.phone_photo(orientation=6)).picture)

    assert made.size == (300, 400)
    top, bottom = made.getpixel((150, 20)), made.getpixel((150, 380))
    assert top[0] > 200 and top[2] < 60
    assert bottom[2] > 200 and bottom[0] < 60


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("RGBA", "PNG"), ("P", "PNG"), ("RGB", "WEBP")],
)
def test_every_colour_mode_becomes_plain_rgb(mode, kind):
    made = opened(isolated.remake(pictures.encoded(pictures.canvas(mode=mode), kind)).picture)

    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (400, 300))


def test_sixteen_bit_grey_keeps_its_shades():
    grey = Image.new("I;16", (64, 64), 32_768)

    made = opened(isolated.remake(pictures.encoded(grey, "PNG")).picture)

    assert made.getpixel((32, 32))[0] == pytest.approx(128, abs=3)


def test_what_is_transparent_becomes_white():
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))

    made = opened(isolated.remake(pictures.encoded(clear, "PNG")).picture)

    assert min(made.getpixel((25, 25))) > 250


def test_a_colour_profile_is_applied_and_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    made = isolated.remake(pictures.encoded(pictures.canvas(), icc_profile=profile))

    assert "icc_profile" not in opened(made.picture).info


def test_a_broken_colour_profile_is_passed_over():
    data = pictures.encoded(pictures.canvas(), icc_profile=b"no profile at all" * 100)

    assert opened(isolated.remake(data).picture).size == (400, 300)


def test_what_hides_behind_the_picture_stays_behind():
    polyglot = pictures.phone_photo() + b"/*<html><script>alert(1)</script>*/" * 50

    made = isolated.remake(polyglot)

    assert b"script" not in made.picture + made.thumbnail
    assert made.picture.endswith(b"\xff\xd9")


def test_broken_exif_tells_nothing_and_the_picture_stands():
    data = pictures.encoded(pictures.canvas(), exif=b"Exif\0\0II*\0\x08\0\0\0" + b"\xff" * 40)

    made = isolated.remake(data)

    assert opened(made.picture).size == (400, 300)
    assert not made.told.get("taken")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pictures.png_bomb(), "5000 万像素"),
        (pictures.png_bomb(7_100), "5000 万像素"),
        (pictures.phone_photo()[:3000], "没有传完整"),
        (pictures.text_bomb(), "没有传完整"),
        (b"\xff\xd8\xff" + bytes(1000), "没有传完整"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(20), "没有传完整"),
    ],
    ids=["bomb", "just too many", "truncated", "text bomb", "only a head", "broken webp"],
)
def test_a_hostile_or_broken_picture_is_refused_with_a_sentence(data, words):
    with pytest.raises(Refused, match=words):
        isolated.remake(data)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind):
    frames = [pictures.canvas(), Image.new("RGB", (400, 300), "green")]
    data = pictures.encoded(frames[0], kind, save_all=True, append_images=frames[1:])

    with pytest.raises(Refused, match="动图"):
        isolated.remake(data)


def test_a_phone_jpeg_with_a_second_picture_inside_counts_as_one():
    second = Image.new("RGB", (400, 300), "green")
    data = pictures.encoded(pictures.canvas(), "MPO", save_all=True, append_images=[second])

    made = opened(isolated.remake(data).picture)

    assert made.getpixel((20, 150))[0] > 200


def test_fifty_megapixels_fit_into_the_childs_memory():
    large = pictures.encoded(Image.new("RGBA", (7000, 7000), "red"), "PNG")

    assert isolated.remake(large).width == 1920


def test_the_child_sees_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setattr(
        isolated, "_PROGRAM", "import os, sys; sys.exit(7 if 'SECRET_KEY' in os.environ else 8)"
    )
    with pytest.raises(Refused):
        isolated.remake(b"")


def test_a_child_that_answers_nonsense_is_not_believed(monkeypatch):
    monkeypatch.setattr(
        isolated,
        "_PROGRAM",
        'print(\'{"sizes": [4, 4], "pictures": [[1,1],[1,1]],'
        " \"told\": {}}'); print('<html>', end='')",
    )
    with pytest.raises(Refused, match="处理不了"):
        isolated.remake(b"")


def test_a_child_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(isolated, "_PROGRAM", "import time; time.sleep(60)")
    monkeypatch.setattr(isolated, "WALL_SECONDS", 0.3)

    with pytest.raises(Refused, match="处理不了"):
        isolated.remake(b"")
