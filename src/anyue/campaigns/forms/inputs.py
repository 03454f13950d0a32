"""Inputs that several forms of a plan share: native dates, lists, quantities."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from ..rules import Audience
from ..wording import quantity

PART = re.compile(r"[、,，;；\n]+")
LINE_LENGTH = 100
MOST_LINES = 40
AUDIENCE_BY_LABEL = {choice.label: choice.value for choice in Audience}
QUANTITY = re.compile(
    r"^\s*(?P<n>[一二两三四五六七八九十百千万若干\d]+\s*[^\W\d_]?)\s*(?P<of>.+?)"
    r"(?:[（(](?P<per>\w+)[）)])?\s*$"
)
"""一张逃生路线图（企业）: number with its measure word, thing, and whose."""


class DayInput(forms.DateInput):
    """A native date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class WordsField(forms.CharField):
    """A list of names, typed in one field with 、 or line breaks between them."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(**{"required": False, "widget": widget, **options})

    def prepare_value(self, value: Any) -> Any:
        """A list as text; what the person typed stays as it is."""
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The names, without empty ones and without repeats."""
        words = [word.strip() for word in PART.split(value or "") if word.strip()]
        return list(dict.fromkeys(words))

    def validate(self, value: Any) -> None:
        """Not too many and none too long."""
        super().validate(value)
        if len(value) > MOST_LINES or any(len(word) > LINE_LENGTH for word in value):
            raise forms.ValidationError(
                f"最多写 {MOST_LINES} 个，每个不超过 {LINE_LENGTH} 字，请分开或缩短。"
            )

    def run_validators(self, value: Any) -> None:
        """The checks of a single text do not fit a list; `validate` made them."""


class QuantitiesField(WordsField):
    """Quantities, one a line: 一张逃生路线图（企业）."""

    def prepare_value(self, value: Any) -> Any:
        """Quantities as lines."""
        if not isinstance(value, list):
            return value
        return "\n".join(quantity(entry) for entry in value)

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        """Each line as {"n", "of", "per"}.

        Raises:
            ValidationError: a line has no number in front, or names an unknown audience.
        """
        lines = [line for line in (value or "").splitlines() if line.strip()]
        return [self._read(line) for line in lines]

    def _read(self, line: str) -> dict[str, str]:
        found = QUANTITY.match(line)
        if found is None:
            raise forms.ValidationError(
                f"“{line.strip()}”看不懂，请写成“一张逃生路线图（企业）”这样，每行一条。"
            )
        per = found["per"] or Audience.ENTERPRISE.label
        if per not in AUDIENCE_BY_LABEL:
            known = "、".join(AUDIENCE_BY_LABEL)
            raise forms.ValidationError(f"“{line.strip()}”：括号里只能写 {known}。")
        return {"n": found["n"].strip(), "of": found["of"].strip(), "per": AUDIENCE_BY_LABEL[per]}

    def validate(self, value: Any) -> None:
        """Not too many."""
        if len(value) > MOST_LINES:
            raise forms.ValidationError(f"最多写 {MOST_LINES} 条，请合并。")
