"""The catalogue fields of a plan."""

from __future__ import annotations

from typing import Any

from django import forms

from .. import rules
from ..models import Campaign
from ..wording import FIELDS
from .inputs import DayInput

REQUIRED = {
    "issuer": "请填写发文单位。",
    "period_start": "请选择活动开始的日期。",
    "period_end": "请选择活动结束的日期。",
}
"""Left empty by the reader at times, but never by a person; with what to say then."""
DAYS = ("issued_on", "period_start", "period_end")


class FieldsForm(forms.ModelForm):
    """Step ②. `seen` is the revision of the fields that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Campaign
        fields = tuple(FIELDS)
        widgets = {name: DayInput for name in DAYS} | {
            "title": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "name": {"required": "请给这次活动起个名字，例如“2026年安全生产月”。"},
            "title": {"required": "请填写通知标题。"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in REQUIRED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence

    def clean(self) -> dict[str, Any]:
        """The period ends on or after its first day."""
        values = super().clean() or {}
        start, end = values.get("period_start"), values.get("period_end")
        if sentence := rules.objection_to_period(start, end):
            self.add_error("period_end", sentence)
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned catalogue fields, without `seen`."""
        return {name: self.cleaned_data[name] for name in FIELDS}
