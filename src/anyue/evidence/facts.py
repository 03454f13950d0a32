"""Which of the things a picture says about itself can be true? Pure; anything else is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from math import isfinite
from typing import Any

from django.utils import timezone as clock

FIRST_DIGITAL = datetime(2000, 1, 1, tzinfo=UTC)
CLOCK_SLACK = timedelta(days=1)
"""A camera may run ahead by a wrong zone; more than a day ahead of us is no time at all."""
SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Told:
    """Capture facts fit to be stored; None or "" for what was missing or impossible."""

    captured_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None
    device: str


def plausible(told: dict[str, Any]) -> Told:
    """The facts of `told` (see `picture.facts_of`) that can be true."""
    latitude, longitude = _place(told.get("latitude"), told.get("longitude"))
    return Told(
        captured_at=_moment(str(told.get("taken", "")), str(told.get("offset", ""))),
        latitude=latitude,
        longitude=longitude,
        device=_device(str(told.get("make", "")), str(told.get("model", ""))),
    )


def _moment(taken: str, offset: str) -> datetime | None:
    """EXIF has no zone before 2.31: without one the office's own zone is meant."""
    try:
        naive = datetime.strptime(taken.strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None
    moment = naive.replace(tzinfo=_zone(offset) or clock.get_default_timezone())
    return moment if FIRST_DIGITAL <= moment <= clock.now() + CLOCK_SLACK else None


def _zone(offset: str) -> timezone | None:
    try:
        found = datetime.strptime(offset.strip("\0 "), "%z").utcoffset()
    except ValueError:
        return None
    return timezone(found) if found is not None else None


def _place(latitude: Any, longitude: Any) -> tuple[Decimal | None, Decimal | None]:
    """Both or neither. Exactly 0, 0 is what a camera writes that found no satellite."""
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None, None
    if not (isfinite(latitude) and isfinite(longitude)):
        return None, None
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0:
        return None, None
    return Decimal(latitude).quantize(SIX_PLACES), Decimal(longitude).quantize(SIX_PLACES)


def _device(make: str, model: str) -> str:
    """ "HUAWEI MATE 40": the make in front unless the model says it already."""
    make, model = (_printable(word) for word in (make, model))
    if make and not model.lower().startswith(make.lower()):
        model = f"{make} {model}".strip()
    return model[:100]


def _printable(word: str) -> str:
    return "".join(letter for letter in word if letter.isprintable()).strip()
