"""One activity: its facts, the places where it is split, and what it is merged with."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from anyue.reading import kinds

from .. import rules
from ..models import Activity
from ..rules import Audience, Cadence
from .inputs import DayInput, QuantitiesField, WordsField


class ActivityForm(forms.Form):
    """Step ③. `seen` is the revision of the activity that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="名称", max_length=200, error_messages={"required": "请给这项任务写个名称。"}
    )
    main_kind = forms.ChoiceField(
        label="主要类型",
        help_text="决定企业上报时填哪张表。",
        error_messages={"required": "请选择一个主要类型。"},
    )
    other_kinds = forms.MultipleChoiceField(
        label="还包含", required=False, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.MultipleChoiceField(
        label="对象",
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一个对象：局、企业或公众。"},
    )
    who = WordsField(label="责任主体", help_text="谁来做，几个之间用顿号隔开。")
    quantities = QuantitiesField(
        label="数量要求", help_text="每行一条，例如：一张逃生路线图（企业）"
    )
    programmes = WordsField(label="专项活动", help_text="通知里点名的活动，几个之间用顿号隔开。")
    evidence_wanted = WordsField(
        label="佐证要求", help_text="要看到什么才算办好，例如：签到表、照片。"
    )
    cadence = forms.ChoiceField(label="频次", choices=Cadence.choices, required=False)
    event_date = forms.DateField(
        label="举办日期",
        required=False,
        widget=DayInput,
        help_text="只在固定的一天举办时填。",
        error_messages={"invalid": "请写成 2026-06-16 这样的日期。"},
    )
    due_date = forms.DateField(
        label="完成时限",
        required=False,
        widget=DayInput,
        help_text="没写的，在第④步统一定。",
        error_messages={"invalid": "请写成 2026-06-30 这样的日期。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(kinds().items())
        cast(forms.ChoiceField, self.fields["main_kind"]).choices = [("", "请选择"), *known]
        cast(forms.ChoiceField, self.fields["other_kinds"]).choices = known

    @classmethod
    def showing(cls, activity: Activity) -> ActivityForm:
        """The form as it opens: the activity's own values."""
        known = [key for key in activity.kinds if key in kinds()]
        return cls(
            initial={
                "seen": activity.revision,
                "main_kind": known[0] if known else "",
                "other_kinds": known[1:],
                **{name: getattr(activity, name) for name in PLAIN},
            }
        )

    def clean(self) -> dict[str, Any]:
        """It is held before it must be finished."""
        values = super().clean() or {}
        event, due = values.get("event_date"), values.get("due_date")
        if sentence := rules.objection_to_dates(event_date=event, due_date=due):
            self.add_error("due_date", sentence)
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values by field of the activity."""
        data = self.cleaned_data
        others = [key for key in data["other_kinds"] if key != data["main_kind"]]
        return {
            "kinds": [data["main_kind"], *others],
            **{name: data[name] for name in PLAIN},
        }


PLAIN = (
    "title",
    "audience",
    "who",
    "quantities",
    "programmes",
    "evidence_wanted",
    "cadence",
    "event_date",
    "due_date",
)
"""Fields that form and activity have under the same name."""


class SplitForm(forms.Form):
    """At which sentences a new part begins; choices are offsets into the notice's text."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    at = forms.TypedMultipleChoiceField(
        label="从哪一句起另成一项",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一句，从这一句起另成一项。"},
    )

    def __init__(self, *args: Any, starts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["at"]).choices = starts


class SeenForm(forms.Form):
    """The revision that the page showed, for buttons without any other field."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class MergeForm(SeenForm):
    """Both revisions, of the earlier and of the later activity."""

    other_seen = forms.IntegerField(widget=forms.HiddenInput)
