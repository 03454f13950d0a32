"""Dates and offices of all activities in one table."""

from __future__ import annotations

from typing import Any

from django import forms

from .. import rules
from ..models import Activity, Campaign
from ..services import Appointment
from .inputs import DayInput

NOT_A_DAY = {"invalid": "请写成 2026-06-30 这样的日期。"}


class RowForm(forms.Form):
    """One activity of the table. `seen` is the revision that the page showed."""

    pk = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    pick = forms.BooleanField(required=False)
    due_date = forms.DateField(
        label="完成时限", required=False, widget=DayInput, error_messages=NOT_A_DAY
    )
    event_date = forms.DateField(
        label="举办日期", required=False, widget=DayInput, error_messages=NOT_A_DAY
    )
    responsible_office = forms.CharField(label="责任股室", required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """It is held before it must be finished."""
        values = super().clean() or {}
        event, due = values.get("event_date"), values.get("due_date")
        if sentence := rules.objection_to_dates(event_date=event, due_date=due):
            self.add_error("due_date", sentence)
        return values

    @property
    def changed_values(self) -> tuple[Any, ...]:
        """Due date, event date and office as typed."""
        data = self.cleaned_data
        return data["due_date"], data["event_date"], data["responsible_office"]


class BulkForm(forms.Form):
    """What the ticked rows get; an empty field leaves them as they are."""

    due_date = forms.DateField(
        label="完成时限", required=False, widget=DayInput, error_messages=NOT_A_DAY
    )
    responsible_office = forms.CharField(label="责任股室", required=False, max_length=60)


ScheduleFormSet = forms.formset_factory(RowForm, extra=0)


def initial_rows(campaign: Campaign, activities: list[Activity]) -> list[dict[str, Any]]:
    """The table as it opens: without a deadline of its own, the end of the campaign."""
    return [
        {
            "pk": activity.pk,
            "seen": activity.revision,
            "due_date": activity.due_date or campaign.period_end,
            "event_date": activity.event_date,
            "responsible_office": activity.responsible_office,
        }
        for activity in activities
    ]


def appointments(
    formset: Any, activities: dict[int, Activity], bulk: BulkForm | None
) -> list[Appointment]:
    """The valid table as appointments; `bulk`, where given, goes over the ticked rows."""
    rows = []
    for form in formset:
        activity = activities.get(form.cleaned_data["pk"])
        if activity is None:
            continue
        due, event, office = form.changed_values
        if bulk is not None and form.cleaned_data["pick"]:
            due = bulk.cleaned_data["due_date"] or due
            office = bulk.cleaned_data["responsible_office"] or office
        rows.append(Appointment(activity, form.cleaned_data["seen"], due, event, office))
    return rows
