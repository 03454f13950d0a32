"""The other document, and what a person says about a point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from anyue.campaigns.forms.importing import ACCEPTED, MOST_CHARACTERS
from anyue.campaigns.models import Campaign

from .rules import REASON_LENGTH, Basis

KEY_LENGTH = 16


class DocumentForm(forms.Form):
    """The upper plan, or last year's where it was never imported: a file or text."""

    basis = forms.ChoiceField(
        label="这份文件是",
        choices=[(Basis.UPPER, "上级方案"), (Basis.EARLIER, "本单位往年的方案")],
        widget=forms.RadioSelect,
        initial=Basis.UPPER,
        error_messages={"required": "请选择这份文件是上级方案还是往年的方案。"},
    )
    file = forms.FileField(
        label="文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="可以选 .docx、.pdf、.txt、.html、.md 文件。只用来对照，不会变成本单位的方案。",
        error_messages={"empty": "这个文件是空的，请重新选择。"},
    )
    text = forms.CharField(
        label="或者粘贴正文",
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    title = forms.CharField(
        label="标题",
        required=False,
        max_length=200,
        help_text="文件里读得出标题、文号的，以文件为准。",
    )
    doc_number = forms.CharField(label="文号", required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two ways."""
        values = super().clean() or {}
        file, text = values.get("file"), (values.get("text") or "").strip()
        if not self.errors and not file and not text:
            self.add_error("file", "请选择文件，或者在下面粘贴正文。")
        if file and text:
            self.add_error("text", "文件和粘贴的正文只要一样：请清空这里，或者不选文件。")
        return values


class EarlierForm(forms.Form):
    """One of the unit's other plans."""

    earlier = forms.ModelChoiceField(
        label="往年方案",
        queryset=Campaign.objects.none(),
        empty_label="请选择",
        error_messages={
            "required": "请选择一份往年的方案。",
            "invalid_choice": "这份方案不在可选的范围里，请重新选择。",
        },
    )

    def __init__(self, *args: Any, plans: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["earlier"].queryset = plans  # type: ignore[attr-defined]


class SeenForm(forms.Form):
    """The revision that the person saw."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RulingForm(SeenForm):
    """A word about a point that needs no more than a press."""

    verb = forms.CharField()
    upper = forms.CharField(max_length=KEY_LENGTH)
    local = forms.CharField(max_length=KEY_LENGTH, required=False)


class MatchForm(SeenForm):
    """Which local point takes up this one."""

    local = forms.ChoiceField(
        label="本级方案里对应的一条",
        help_text="最接近的排在前面。",
        error_messages={
            "required": "请选择本级方案里对应的一条。",
            "invalid_choice": "这一条已经不在方案里了，请重新选择。",
        },
    )

    def __init__(self, *args: Any, points: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", "请选择"), *points]
        self.fields["local"].choices = choices  # type: ignore[attr-defined]


class LeaveOutForm(SeenForm):
    """Why a point is left out on purpose."""

    reason = forms.CharField(
        label="有意不列的原因",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：本县没有这类企业；已由另一份文件部署。检查时会问到。",
        error_messages={"required": "请写明有意不列的原因，例如“本县没有这类企业”。"},
    )
