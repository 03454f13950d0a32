"""What a reviewer may decide, and with which words."""

from __future__ import annotations

from typing import Any

from django import forms

from ..rules import ReturnReason

PHRASES = [
    "请补拍看得清横幅和人数的照片。",
    "请补传签到表。",
    "请核对参加人数。",
    "请写清楚时间、地点、参加人员和内容。",
]


class AcceptForm(forms.Form):
    """通过, with a word of praise if there is one."""

    prefix = "accept"
    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="表扬或提醒",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="企业会看到。",
    )


class ReturnForm(forms.Form):
    """退回: at least one coded reason, what to mend, and words."""

    prefix = "return"
    seen = forms.IntegerField(widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(
        label="退回原因",
        choices=ReturnReason.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一个退回原因。"},
    )
    fields_to_mend = forms.MultipleChoiceField(
        label="请企业补正",
        widget=forms.CheckboxSelectMultiple,
        help_text="只有勾选的内容会重新打开，其余保持原样。",
        error_messages={"required": "请勾选要补正的内容，企业只能改勾选的部分。"},
    )
    phrases = forms.MultipleChoiceField(
        label="常用语",
        choices=[(text, text) for text in PHRASES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label="补充说明",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, report_fields: dict[str, str], **kw: Any) -> None:
        super().__init__(*args, **kw)
        choices = forms.MultipleChoiceField(choices=list(report_fields.items())).choices
        self.fields["fields_to_mend"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The quick phrases and the reviewer's own words make one note."""
        cleaned = super().clean() or self.cleaned_data
        words = [*cleaned.get("phrases", []), cleaned.get("note", "")]
        cleaned["words"] = "".join(word for word in words if word)
        if ReturnReason.OTHER in cleaned.get("reasons", []) and not cleaned["words"]:
            self.add_error("note", "选了“其他”，请写明是什么原因。")
        return cleaned
