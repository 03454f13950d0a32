"""The catalogue fields of a plan."""

from __future__ import annotations

from typing import Any

from django import forms

from .. import rules
from ..models import Campaign
from ..wording import FIELDS
from .inputs import DayInput

REQUIRED = {"issuer": "请填写发文单位。", "period_start": "请选择开始日期。"}
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
        for name in ("issuer", "period_start", "period_end"):
            self.fields[name].required = True
        self.fields["issuer"].error_messages["required"] = "请填写发文单位。"
        self.fields["period_start"].error_messages["required"] = "请选择活动开始的日期。"
        self.fields["period_end"].error_messages["required"] = "请选择活动结束的日期。"
        self.fields["keywords"].help_text = "几个词之间用顿号隔开。"

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
