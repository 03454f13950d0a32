"""What differs between a drill, a lecture and a pledge: figures, hints, and a few refusals.

A kind may refuse what the common rules allow. It can never allow what they refuse.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.timezone import localdate

from anyue import reading
from anyue.organisations.models import User

from .models import Assignment
from .rules import TRANSITIONS, Verb

Predicate = Callable[[Verb, Assignment, User], str | None]
"""Gives the sentence that says why not, or None."""

COMMON_FIELDS = {
    "held_on": "开展日期",
    "place": "地点",
    "summary": "情况说明",
    "evidence": "照片和附件",
}
"""What every report has, by key: the reviewer marks these, the unit mends them."""


@dataclass(frozen=True)
class Figure:
    """A number that the unit types once; `code` is the indicator of the statistical return."""

    code: str
    label: str
    unit: str


@dataclass(frozen=True)
class Kind:
    """One kind of activity. `objections` are asked by every verb, and by every button."""

    key: str
    label: str
    figures: tuple[Figure, ...] = ()
    evidence_hint: str = ""
    summary_hint: str = ""
    photos_wanted: int = 0
    objections: list[Predicate] = field(default_factory=list, compare=False)

    def objection(self, verb: Verb, assignment: Assignment, actor: User) -> str | None:
        """The first sentence any predicate of this kind has against `verb`, or None."""
        for predicate in self.objections:
            if sentence := predicate(verb, assignment, actor):
                return sentence
        return None

    @property
    def report_fields(self) -> dict[str, str]:
        """Keys and labels of everything a report of this kind holds, in the form's order."""
        held_on, place, *rest = COMMON_FIELDS.items()
        figures = [(figure.code, figure.label) for figure in self.figures]
        return dict([held_on, place, *figures, *rest])


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known.

    Raises:
        ValueError: its key is taken.
    """
    if kind.key in _kinds:
        raise ValueError(f"kind {kind.key!r} is registered twice")
    _kinds[kind.key] = kind


def objects(key: str) -> Callable[[Predicate], Predicate]:
    """Decorator: hang a predicate on a kind that stands already."""

    def attach(predicate: Predicate) -> Predicate:
        get(key).objections.append(predicate)
        return predicate

    return attach


def get(key: str) -> Kind:
    """The kind of this key.

    Raises:
        LookupError: nobody registered it.
    """
    return _kinds[key]


def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_kinds.values())


def objection(actor: User, verb: Verb, assignment: Assignment) -> str | None:
    """What stands against `verb` beyond rights and status: the engine's own, then the kind's."""
    if verb == Verb.ACKNOWLEDGE and assignment.acknowledged_at is not None:
        return "这条任务已经签收过了，不用再签。"
    return get(assignment.kind).objection(verb, assignment, actor)


def may(actor: User, verb: Verb, assignment: Assignment) -> bool:
    """True exactly when the service would do it now; a button appears when this says so."""
    step = TRANSITIONS[verb]
    return (
        step.allowed(actor, assignment)
        and assignment.status in step.sources
        and objection(actor, verb, assignment) is None
    )


def _load() -> None:
    text = (Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8")
    # Work that no notice names, and activities the reader gave no kind.
    labels = {"other": "其他"} | reading.kinds()
    for key, entry in tomllib.loads(text).items():
        figures = tuple(Figure(*line) for line in entry.pop("figures", []))
        register(Kind(key=key, label=labels[key], figures=figures, **entry))


_load()


@objects("consultation_day")
def not_before_its_day(verb: Verb, assignment: Assignment, actor: User) -> str | None:
    """A consultation day is reported on its day or later."""
    day = assignment.event_date
    if verb == Verb.REPORT and day is not None and localdate() < day:
        return f"咨询日活动{day.month}月{day.day}日举办，请在当天或以后上报。"
    return None


@objects("drill")
def not_closed_without_a_photo(verb: Verb, assignment: Assignment, actor: User) -> str | None:
    """A drill nobody can see did not demonstrably happen."""
    if verb != Verb.CLOSE:
        return None
    last = assignment.reports.filed().last()
    if last and last.attachments.filter(evidence__file__content_type__startswith="image/").exists():
        return None
    return "演练上报里没有照片，不能销号；请退回并勾选“照片和附件”。"
