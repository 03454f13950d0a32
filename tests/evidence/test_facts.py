"""A capture fact is stored when it can be true."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from anyue.evidence import facts


def test_time_place_and_device_are_taken_over():
    told = facts.plausible(
        {
            "taken": "2026:06:16 09:30:00",
            "make": "HUAWEI",
            "model": "Mate 40",
            "latitude": 37.1833,
            "longitude": 104.06,
        }
    )

    assert told.captured_at == datetime(2026, 6, 16, 1, 30, tzinfo=UTC)
    assert (told.latitude, told.longitude) == (Decimal("37.183300"), Decimal("104.060000"))
    assert told.device == "HUAWEI Mate 40"


def test_the_cameras_own_zone_counts():
    told = facts.plausible({"taken": "2024:06:16 09:30:00", "offset": "+09:00"})

    assert told.captured_at == datetime(2024, 6, 16, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "taken", ["", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "2199:01:01 00:00:00", "昨天"]
)
def test_an_impossible_time_is_dropped(taken):
    assert facts.plausible({"taken": taken}).captured_at is None


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(0.0, 0.0), (91.0, 10.0), (10.0, 181.0), (float("nan"), 1.0), (None, 1.0), ("37", "104")],
)
def test_an_impossible_place_is_dropped(latitude, longitude):
    told = facts.plausible({"latitude": latitude, "longitude": longitude})

    assert (told.latitude, told.longitude) == (None, None)


def test_the_make_stands_once():
    assert facts.plausible({"make": "Xiaomi", "model": "xiaomi 14\0"}).device == "xiaomi 14"
