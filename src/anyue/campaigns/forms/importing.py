"""A notice as a file, or as pasted text."""

from __future__ import annotations

from typing import Any

from django import forms

ACCEPTED = ".txt,.md,.html,.htm,.docx,.pdf"
MOST_CHARACTERS = 500_000


class PasteForm(forms.Form):
    """The text of a notice whose file could not be read."""

    text = forms.CharField(
        label="通知正文",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="从公文或网页里全选、复制，粘贴到这里，格式不用管。",
        error_messages={"required": "请把通知正文粘贴进来。"},
    )


class ImportForm(forms.Form):
    """One of the two: a file, or text."""

    file = forms.FileField(
        label="通知文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="可以选 .docx、.pdf、.txt、.html、.md 文件，不超过 20 MB。原件会原样保存。",
        error_messages={"empty": "这个文件是空的，请重新选择。"},
    )
    text = forms.CharField(
        label="或者粘贴正文",
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="没有文件时，从网页里全选、复制，粘贴到这里。",
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two ways."""
        values = super().clean() or {}
        file, text = values.get("file"), (values.get("text") or "").strip()
        if not self.errors and not file and not text:
            self.add_error("file", "请选择通知文件，或者在下面粘贴正文。")
        if file and text:
            self.add_error("text", "文件和粘贴的正文只要一样：请清空这里，或者不选文件。")
        return values
