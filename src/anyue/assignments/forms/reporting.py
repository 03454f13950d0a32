"""What may be typed into a report: the fields of its kind, the open ones only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django import forms

from ..kinds import Figure, Kind
from ..services.reporting import SUMMARY_LEAST, SUMMARY_MOST, unfinished

FIGURE_MOST = 9_999_999
SEEN = "seen"


class DetailsForm(forms.Form):
    """情况: date, place, figures of the kind, summary. Fields that are not open stand read-only.

    `lenient` takes a draft as far as it goes; otherwise everything must be there and right.
    """

    seen = forms.DateTimeField(
        required=False,
        widget=forms.HiddenInput,
        input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"],
    )
    held_on = forms.DateField(
        label="开展日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "日期写成“2026-06-16”这样，或从日历里选。"},
    )
    place = forms.CharField(
        label="地点", max_length=100, help_text="写清楚在哪里，例如“二车间会议室”。"
    )
    summary = forms.CharField(label="情况说明", widget=forms.Textarea(attrs={"rows": 7}))

    def __init__(
        self, *args: Any, kind: Kind, open_keys: Collection[str], lenient: bool = False, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.kind, self.lenient = kind, lenient
        for figure in kind.figures:
            self.fields[figure.code] = _figure_field(figure)
        hint = f"{SUMMARY_LEAST}–{SUMMARY_MOST} 字。"
        self.fields["summary"].help_text = f"{hint}{kind.summary_hint}"
        self.keys = [key for key in kind.report_fields if key in self.fields]
        self.order_fields([SEEN, *self.keys])
        for key in self.keys:
            field = self.fields[key]
            field.disabled = key not in open_keys
            field.error_messages["required"] = f"请填写{field.label}。"
            if lenient:
                field.required = False

    def clean_summary(self) -> str:
        """Browsers send line ends as two characters; people count one."""
        text: str = self.cleaned_data["summary"]
        return text.replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Add what the rule of handing in says, unless this is a draft."""
        cleaned = super().clean() or self.cleaned_data
        if not self.lenient:
            for key, sentence in unfinished(cleaned, self.kind).items():
                if key not in self.errors and not self.fields[key].disabled:
                    self.add_error(key, sentence)
        return cleaned

    def open_values(self) -> dict[str, Any]:
        """Cleaned values of the open fields that were sent and understood."""
        return {
            key: self.cleaned_data[key]
            for key in self.keys
            if key in self.cleaned_data and key in self.data and not self.fields[key].disabled
        }

    @property
    def seen_at(self) -> datetime | None:
        """When the draft that the page showed was saved; None where there was none."""
        return self.cleaned_data.get(SEEN)


def _figure_field(figure: Figure) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{figure.label}（{figure.unit}）",
        min_value=0,
        max_value=FIGURE_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": f"{figure.label}请写整数，例如 42。",
            "min_value": f"{figure.label}不能小于 0。",
            "max_value": f"{figure.label}太大了，请核对有没有多写几位。",
        },
    )


class SubmitForm(forms.Form):
    """Which state of assignment and draft the check page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    draft_seen = forms.DateTimeField(
        widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"]
    )
    evidence_seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


def stamp(moment: datetime | None) -> str:
    """A moment as the hidden fields carry it, to the microsecond."""
    return moment.isoformat(timespec="microseconds") if moment else ""


def shown(value: Any) -> str:
    """A value of a report as people read it."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)
