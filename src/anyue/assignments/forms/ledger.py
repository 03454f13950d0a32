"""What may be typed into the ledger's filters, and into the reason of a decision?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from anyue.campaigns.models import Activity, Campaign
from anyue.organisations.models import Sector, Unit, User

from .. import kinds
from ..models import Assignment
from ..queries import SORTS, AssignmentQuerySet
from ..rules import Status

TABS = {
    "": "全部",
    Status.ASSIGNED.value: Status.ASSIGNED.label,
    Status.REPORTED.value: Status.REPORTED.label,
    Status.RETURNED.value: Status.RETURNED.label,
    "due_soon": "临期",
    "overdue": "逾期",
    Status.CLOSED.value: Status.CLOSED.label,
    Status.CANCELLED.value: Status.CANCELLED.label,
}
YEAR_ROUND = "none"
SIZES = (20, 50, 100)


NOT_A_DAY = {"invalid": "不是日期，请写成 2026-06-16。"}


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LedgerFilter(forms.Form):
    """Everything the ledger's address can say. All of it optional; a wrong value is an error."""

    q = forms.CharField(label="任务或企业", required=False, max_length=60)
    status = forms.ChoiceField(label="状态", required=False, choices=list(TABS.items()))
    campaign = forms.ChoiceField(label="方案", required=False)
    kind = forms.ChoiceField(label="类型", required=False)
    unit = forms.ModelChoiceField(
        label="责任单位", required=False, queryset=Unit.objects.none(), empty_label="全部单位"
    )
    sector = forms.ModelChoiceField(
        label="行业", required=False, queryset=Sector.objects.none(), empty_label="全部行业"
    )
    part = forms.ChoiceField(label="所属部分", required=False)
    due_from = forms.DateField(
        label="时限自", required=False, widget=DateInput(), error_messages=NOT_A_DAY
    )
    due_to = forms.DateField(
        label="时限至", required=False, widget=DateInput(), error_messages=NOT_A_DAY
    )
    sort = forms.ChoiceField(
        required=False, choices=[(sign + key, key) for key in SORTS for sign in ("", "-")]
    )
    size = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=str(SIZES[0]), choices=[(n, n) for n in SIZES]
    )
    more = ("unit", "sector", "part", "due_from", "due_to")
    """Folded away until one of them is used."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        seen = Assignment.objects.visible_to(user)
        campaigns = Campaign.objects.filter(pk__in=seen.values("campaign"))
        named = [(str(pk), name) for pk, name in campaigns.values_list("pk", "name")]
        parts = (
            Activity.objects.filter(campaign__in=campaigns)
            .exclude(part="")
            .order_by("part")
            .values_list("part", flat=True)
            .distinct()
        )
        self._choose("campaign", "全部方案", [*named, (YEAR_ROUND, "全年工作")])
        self._choose("kind", "全部类型", [(kind.key, kind.label) for kind in kinds.all_kinds()])
        self._choose("part", "全部部分", [(part, part) for part in parts])
        units = Unit.objects.visible_to(user).exclude(pk=user.unit_id or 0).order_by("name")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["sector"].queryset = Sector.objects.all()  # type: ignore[attr-defined]

    def _choose(self, name: str, empty: str, pairs: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = [("", empty), *pairs]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The two ends of the period must stand in order."""
        cleaned = super().clean() or self.cleaned_data
        begin, end = cleaned.get("due_from"), cleaned.get("due_to")
        if begin and end and begin > end:
            self.add_error("due_to", "“时限至”不能早于“时限自”，请对调。")
        return cleaned

    def rows(self, today: date) -> AssignmentQuerySet:
        """What the filters leave of the ledger, before the tab; nothing for a wrong filter."""
        seen = Assignment.objects.visible_to(self.user)
        if not self.is_valid():
            return seen.none()
        said = self.cleaned_data
        wanted = {
            "kind": said["kind"],
            "responsible_unit": said["unit"],
            "responsible_unit__sectors": said["sector"],
            "activity__part": said["part"],
            "due_date__gte": said["due_from"],
            "due_date__lte": said["due_to"],
        }
        rows = seen.filter(**{key: value for key, value in wanted.items() if value})
        if said["campaign"] == YEAR_ROUND:
            rows = rows.filter(campaign=None)
        elif said["campaign"]:
            rows = rows.filter(campaign=said["campaign"])
        return rows.mentioning(said["q"]) if said["q"] else rows

    @property
    def tab(self) -> str:
        """The chosen tab, "" for all."""
        return str(self.cleaned_data.get("status", "")) if self.is_valid() else ""

    @property
    def order(self) -> str:
        """The chosen order with its sign; by due date without a choice."""
        return (self.cleaned_data.get("sort") if self.is_valid() else "") or "due"

    @property
    def page_size(self) -> int:
        """Rows on a page."""
        return int(self.cleaned_data["size"]) if self.is_valid() else SIZES[0]

    @property
    def opened(self) -> bool:
        """True when one of the folded filters is in use."""
        return any(self.data.get(name) for name in self.more)

    def described(self) -> str:
        """The filters in words, for the head of a print or an export; "全部" without any."""
        said = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name) if self.is_valid() else None
            if not value or name in ("sort", "size"):
                continue
            words = dict(field.choices).get(value, value) if name in CODED else value  # type: ignore[attr-defined]
            said.append(f"{field.label}：{words}")
        return "；".join(said) or "全部"


CODED = ("status", "campaign", "kind", "part")


class ReasonForm(forms.Form):
    """Why something is cancelled or reopened; `seen` is the revision the page showed."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="责任单位会看到这段话。",
        error_messages={"required": "请写明理由，对方会看到。"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput())
