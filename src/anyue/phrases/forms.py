"""What may be typed in about a word: where it belongs, the word itself, a sentence with it."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from anyue.reading import own_words
from anyue.reading.own_words import LONGEST, LONGEST_EXAMPLE, MAX_BYTES

GROUPS = {"kinds": "类型和佐证", "audience": "对象", "who": "责任主体", "sections": "章节名"}


def place_choices() -> list[Any]:
    """Every place, in groups, for a select."""
    return [
        (
            label,
            [
                (place, name)
                for place, name in own_words.places().items()
                if place.startswith(start)
            ],
        )
        for start, label in GROUPS.items()
    ]


class PhraseForm(forms.Form):
    """Add a word."""

    place = forms.ChoiceField(
        label="归到哪里", error_messages={"required": "请选择这个词归到哪里。"}
    )
    words = forms.CharField(
        label="要认的词",
        max_length=LONGEST + 10,
        help_text=f"{own_words.SHORTEST}到{LONGEST}个字，照通知里的写法。"
        "中间可以用一个“…”代替几个字，例如：开展…拉动。",
        error_messages={"required": "请写出要认的词。"},
    )
    example = forms.CharField(
        label="带着它的一句原文",
        required=False,
        max_length=LONGEST_EXAMPLE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="照抄通知里的一项；有几句时，第一句当作名称。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "请选择"), *place_choices()]
        cast(forms.ChoiceField, self.fields["place"]).choices = choices

    def clean_words(self) -> str:
        """Every way of writing an ellipsis is the same."""
        return own_words.tidy(self.cleaned_data["words"])


class TryForm(PhraseForm):
    """See what is recognised in a sentence, with or without a new word; nothing is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["example"].required = True
        self.fields["example"].error_messages["required"] = "请写一句原文来试。"
        self.fields["place"].required = False
        self.fields["words"].required = False

    def clean(self) -> dict[str, Any]:
        """A new word needs its place, and a shape the reader can take."""
        data = super().clean() or {}
        place, words = data.get("place"), data.get("words")
        if words and not place and "place" not in self.errors:
            self.add_error("place", "请选择这个词归到哪里，再试。")
        elif words and place and (sentence := own_words.shape_objection(place, words)):
            self.add_error("words", sentence)
        return data


class WordsFileForm(forms.Form):
    """A TOML file with words."""

    file = forms.FileField(
        label="词表文件",
        help_text="先导出一份，照它的样子改。已经有的词会跳过。",
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
        error_messages={"required": "请选择文件。"},
    )

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"文件超过 {MAX_BYTES // 1024} KB，请只留下要补充的词。")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            message = "文件不是 UTF-8 编码，请用记事本另存为 UTF-8 再传。"
            raise forms.ValidationError(message) from error


class SeenForm(forms.Form):
    """Which revision of a correction the page showed."""

    seen = forms.IntegerField(min_value=0)
