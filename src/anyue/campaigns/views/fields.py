"""Steps ① and ②: where the plan comes from, and its catalogue fields beside the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from anyue.core.errors import Refused, Stale
from anyue.core.templatetags.anyue import tag
from anyue.evidence.responses import file_response
from anyue.organisations.http import SignedInRequest

from .. import services
from ..forms.fields import FieldsForm
from ..marking import Mark, segments, sentence_at
from ..models import Campaign, Notice
from ..proposing import key_sector
from ..rules import PlanVerb
from ..services.writing import latest_change
from ..sourcing import carried_out, dates_of, mentions
from ..wording import CONFIDENCE, FIELDS, label, show
from .doubts import place_name, place_of
from .frame import framed, plan_or_404

PERIOD = ("period_start", "period_end")
SHORT = {"issued_on", *PERIOD}
MEDIUM = {"doc_number", "index_number", "key_sector", "topic_class", "source"}
MARGIN = 160
NOT_FOUND = {
    "name": "系统按通知取的名字，可以改。",
    "keywords": "几个词之间用顿号隔开。",
    "source": "转载时写明来源。",
}
"""What stands above a field that no sentence of the notice gives."""


@dataclass(frozen=True)
class Row:
    """One field, with what the source says about it above the input."""

    bound: Any
    width: str
    value: str


@require_GET
def source(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step ①: the original, its fingerprint, its text with every doubtful place marked."""
    campaign = plan_or_404(request, pk)
    reading, text = campaign.notice.reading, campaign.notice.text
    marks = [
        Mark(*place_of(doubt), here=True, anchor=place_name(doubt))
        for doubt in campaign.doubts.relevant()
        if doubt.source_end
    ]
    found, places = mentions(reading, 0, len(text))
    dates, more_places = dates_of(reading)
    context = framed(
        request,
        campaign,
        "source",
        segments=segments(text, [*marks, *places, *more_places]),
        facts=[*dates, *found],
        cited=carried_out(reading),
        versions=campaign.versions.select_related("published_by"),
        trail=trail_entries(campaign)[:3],
    )
    return render(request, "campaigns/source.html", context)


@require_GET
def original(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file as it was handed in."""
    notice = plan_or_404(request, pk).notice
    return file_response(request, notice.original, name=notice.original_name)


@require_http_methods(["GET", "POST"])
def fields(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step ②: correct the catalogue fields, each beside the sentence it was taken from."""
    campaign = plan_or_404(request, pk)
    if request.method == "POST":
        return _save_fields(request, campaign)
    services.note_editing(campaign, actor=request.user)
    form = FieldsForm(instance=campaign, initial={"seen": campaign.fields_revision})
    return _fields_page(request, campaign, form)


def _save_fields(request: SignedInRequest, campaign: Campaign) -> HttpResponse:
    # A copy of the row, because a model form writes into its instance while it validates.
    form = FieldsForm(request.POST, instance=Campaign(pk=campaign.pk))
    if not form.is_valid():
        return _fields_page(request, campaign, form, status=422)
    try:
        services.edit_fields(
            campaign, actor=request.user, seen=form.cleaned_data["seen"], values=form.values
        )
    except Stale as error:
        campaign.refresh_from_db()
        return _fields_conflict(request, campaign, form, error)
    except Refused as error:
        return _fields_page(request, campaign, form, refusal=str(error), status=error.status_code)
    messages.success(request, "要素已保存。")
    return redirect("campaigns:activities", campaign.pk)


def _fields_conflict(
    request: SignedInRequest, campaign: Campaign, form: FieldsForm, error: Stale
) -> HttpResponse:
    """Both versions side by side; sending the form again now overwrites on purpose."""
    rows = [
        {
            "label": title,
            "theirs": show(name, getattr(campaign, name)),
            "mine": show(name, form.values[name]),
            "differs": getattr(campaign, name) != form.values[name],
        }
        for name, title in FIELDS.items()
    ]
    again = request.POST.copy()
    again["seen"] = str(campaign.fields_revision)
    entry = latest_change(campaign, verb=PlanVerb.FIELDS)
    theirs = {"who": entry.actor, "at": entry.at} if entry else None
    fresh = FieldsForm(again, instance=Campaign(pk=campaign.pk))
    return _fields_page(
        request,
        campaign,
        fresh,
        refusal=str(error),
        status=error.status_code,
        theirs=theirs,
        conflict=[row for row in rows if row["differs"]],
    )


def _fields_page(
    request: SignedInRequest,
    campaign: Campaign,
    form: FieldsForm,
    *,
    refusal: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    places = _places(campaign)
    marks = [Mark(*span, anchor=f"s-{name}") for name, span in places.items()]
    context = framed(
        request,
        campaign,
        "fields",
        form=form,
        refusal=refusal,
        rows=_rows(campaign, form, places),
        segments=segments(campaign.notice.text, marks, margin=MARGIN),
        cited=carried_out(campaign.notice.reading),
        **more,
    )
    return render(request, "campaigns/fields.html", context, status=status)


def _places(campaign: Campaign) -> dict[str, tuple[int, int]]:
    """Where each field was found in the source, by the reader's name of the field."""
    notice = campaign.notice
    found = {name: tuple(span) for name, span in notice.reading.get("sources", {}).items()}
    _, span = key_sector(notice.text)
    if span:
        found["key_sector"] = span
    return found


def _rows(campaign: Campaign, form: FieldsForm, places: dict[str, tuple[int, int]]) -> list[Row]:
    confidence = campaign.notice.reading.get("confidence", {})
    rows = []
    for name in FIELDS:
        key = "period" if name in PERIOD else name
        span = places.get(key)
        sure = confidence.get(key, "medium" if span else "")
        form.fields[name].help_text = _evidence(campaign.notice, key, span, sure, name)
        width = "short" if name in SHORT else "medium" if name in MEDIUM else ""
        rows.append(Row(form[name], width, show(name, getattr(campaign, name))))
    return rows


def _evidence(notice: Notice, key: str, span: tuple[int, int] | None, sure: str, name: str) -> str:
    """How sure the reader is, the sentence, and a link to it; or that there is none."""
    if span is None:
        return NOT_FOUND.get(name, "原文里没有，需要时手工填写。")
    word, tone = CONFIDENCE[sure]
    return format_html(
        '{} 原文：“{}” <a href="#s-{}">看位置<span class="visually-hidden">：{}</span></a>',
        tag(word, tone),
        sentence_at(notice.text, span),
        key,
        label(name),
    )


@require_GET
def trail(request: SignedInRequest, pk: int) -> HttpResponse:
    """办理过程: everything that was done to the plan."""
    campaign = plan_or_404(request, pk)
    context = framed(request, campaign, "", entries=trail_entries(campaign))
    return render(request, "campaigns/trail.html", context)


def trail_entries(campaign: Campaign) -> list[dict[str, Any]]:
    """The trail as the timeline shows it, newest first."""
    return [
        {
            "verb": f"{entry.get_verb_display()}{f'：{entry.subject}' if entry.subject else ''}",
            "actor": entry.actor,
            "at": entry.at,
            "note": entry.note,
            "changes": [
                {
                    "field": label(name, of_activity=entry.activity_id is not None),
                    "before": show(name, before),
                    "after": show(name, after),
                }
                for name, (before, after) in entry.changes.items()
            ],
        }
        for entry in campaign.trail.select_related("actor")
    ]
