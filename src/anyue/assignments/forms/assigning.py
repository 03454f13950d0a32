"""What may be typed in while work is given out: activities, units, dates, a single task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from anyue.campaigns.models import Activity, Campaign
from anyue.organisations.models import Sector, Unit, User
from anyue.organisations.rules import UnitKind

from .. import kinds
from .ledger import NOT_A_DAY, DateInput
from .pasting import day_in, exceptions_in, units_in

SHOWN_WRONG_LINES = 10
MOST_IN_GRID = 300
"""Beyond this many units exceptions are pasted only: a form may carry about 1000 fields."""


def units_below(user: User) -> Any:
    """Units that the person may give work to: in sight, active, not their own."""
    return (
        Unit.objects.visible_to(user)
        .active()
        .exclude(pk=user.unit_id or 0)
        .exclude(kind=UnitKind.WORKSHOP)
    )


def not_in_the_past(day: date) -> None:
    """Validator: a date that is over cannot be met."""
    if day < localdate():
        raise ValidationError("完成时限不能早于今天。")


class ActivitiesForm(forms.Form):
    """Which activities of a published plan?"""

    activities = forms.ModelMultipleChoiceField(
        queryset=Activity.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一项活动。"},
        label="活动",
    )

    def __init__(self, *args: Any, campaign: Campaign, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activities = Activity.objects.visible_to(user).assignable().filter(campaign=campaign)
        self.fields["activities"].queryset = activities  # type: ignore[attr-defined]


class UnitsForm(forms.Form):
    """Which units, by rule or by list? `chosen()` gives them."""

    RULES = (
        ("key", "重点单位"),
        ("sector", "按行业"),
        ("all", "全部企业"),
        ("listed", "从名册勾选"),
        ("pasted", "粘贴名单"),
    )
    rule = forms.ChoiceField(
        label="分派给谁", choices=RULES, widget=forms.RadioSelect, initial="all"
    )
    sector = forms.ModelChoiceField(
        label="行业", queryset=Sector.objects.all(), required=False, empty_label="请选择行业"
    )
    listed = forms.ModelMultipleChoiceField(
        label="从名册勾选",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pasted = forms.CharField(
        label="粘贴名单",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一家，写单位名称或统一社会信用代码；从表格里复制一列也可以。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units_below(user)
        self.fields["listed"].queryset = self.units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Work out the units of the rule; a rule that gives none is an error."""
        cleaned = super().clean() or self.cleaned_data
        rule = cleaned.get("rule")
        if rule == "sector" and not cleaned.get("sector"):
            self.add_error("sector", "请选择行业。")
        if rule == "listed" and not cleaned.get("listed"):
            self.add_error("listed", "请至少勾选一家单位。")
        if rule == "pasted":
            self._read_pasted(cleaned.get("pasted", ""))
        if not self.errors and not self.chosen():
            self.add_error("rule", "按这个条件没有单位，请换一个条件，或先在企业名册里登记。")
        return cleaned

    def _read_pasted(self, text: str) -> None:
        self.pasted_units, wrong = units_in(text, self.units)
        if not text.strip():
            self.add_error("pasted", "请粘贴名单，一行一家。")
        if wrong:
            self.add_error("pasted", shortened(wrong))

    def chosen(self) -> list[Unit]:
        """The units in the order of the register, or of the pasted list; of a clean form."""
        said = self.cleaned_data
        enterprises = self.units.filter(kind=UnitKind.ENTERPRISE)
        match said["rule"]:
            case "key":
                return list(enterprises.filter(is_key=True))
            case "sector":
                return list(enterprises.filter(sectors=said["sector"]))
            case "all":
                return list(enterprises)
            case "listed":
                return list(said["listed"])
            case _:
                return self.pasted_units


class DatesForm(forms.Form):
    """By when; and which units have another date, typed beside them or pasted."""

    due_date = forms.DateField(
        label="统一完成时限",
        widget=DateInput(),
        validators=[not_in_the_past],
        error_messages=NOT_A_DAY,
    )
    follow_plan = forms.BooleanField(
        label="方案里写明时限的活动，按方案的时限",
        required=False,
        help_text="例如咨询日。没写时限的，仍按统一完成时限。",
    )
    pasted = forms.CharField(
        label="粘贴例外时限",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一家：单位、空格或制表符、日期。从表格里复制两列也可以。",
    )
    note = forms.CharField(
        label="附言",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写在给每家单位的通知里，例如联系人和电话。",
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.grid = units if len(units) <= MOST_IN_GRID else []
        if not self.grid:
            self.initial["pasted"] = "\n".join(
                f"{unit}\t{self._typed(unit)}" for unit in units if self._typed(unit)
            )
        for unit in units:
            unit.own_date = self._typed(unit)  # type: ignore[attr-defined]

    def _typed(self, unit: Unit) -> str:
        source = self.data if self.is_bound else self.initial.get("exceptions", {})
        return str(source.get(f"due-{unit.pk}" if self.is_bound else str(unit.pk), "")).strip()

    def clean(self) -> dict[str, Any]:
        """Gather the exceptions of grid and paste; the pasted one counts."""
        cleaned = super().clean() or self.cleaned_data
        year = (cleaned.get("due_date") or localdate()).year
        found: dict[int, date] = {}
        wrong = []
        for unit in self.units:
            typed = unit.own_date  # type: ignore[attr-defined]
            day = day_in(typed, year=year) if typed else None
            if typed and day is None:
                wrong.append(f"{unit}：“{typed}”不是日期，请写成 2026-06-16。")
            elif day is not None:
                found[unit.pk] = day
        pasted, wrong_lines = exceptions_in(cleaned.get("pasted", ""), self.units, year=year)
        found.update(pasted)
        late = [unit for unit in self.units if found.get(unit.pk, localdate()) < localdate()]
        wrong += [f"{unit}：完成时限不能早于今天。" for unit in late]
        if wrong:
            self.add_error(None, shortened(wrong))
        if wrong_lines:
            self.add_error("pasted", shortened(wrong_lines))
        cleaned["exceptions"] = found
        return cleaned


class NewForm(forms.Form):
    """One task for one unit, outside any plan."""

    title = forms.CharField(label="任务", max_length=200)
    kind = forms.ChoiceField(label="类型")
    requirement = forms.CharField(
        label="要求",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        help_text="写清做什么、做到什么程度、交什么材料。",
    )
    unit = forms.ModelChoiceField(
        label="责任单位", queryset=Unit.objects.none(), empty_label="请选择单位"
    )
    due_date = forms.DateField(
        label="完成时限",
        widget=DateInput(),
        validators=[not_in_the_past],
        error_messages=NOT_A_DAY,
    )
    event_date = forms.DateField(
        label="举办日期",
        required=False,
        widget=DateInput(),
        error_messages=NOT_A_DAY,
        help_text="有固定日子的活动才填，例如咨询日。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "请选择类型"),
            *((kind.key, kind.label) for kind in kinds.all_kinds()),
        ]
        self.fields["unit"].queryset = units_below(user).order_by("name")  # type: ignore[attr-defined]


def shortened(sentences: list[str]) -> list[str]:
    """The first of many sentences, and how many more there are."""
    if len(sentences) <= SHOWN_WRONG_LINES:
        return sentences
    rest = len(sentences) - SHOWN_WRONG_LINES
    return [*sentences[:SHOWN_WRONG_LINES], f"还有 {rest} 行也对不上。"]
