"""Steps ④ and ⑤: dates and offices, the last look, publication, amendment, versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anyue.core.errors import Refused, Stale
from anyue.organisations.http import SignedInRequest

from .. import rules, services
from ..differences import differences
from ..forms.activities import SeenForm
from ..forms.publishing import AmendForm
from ..forms.scheduling import BulkForm, ScheduleFormSet, appointments, initial_rows
from ..freezing import content_of
from ..holidays import warning_about
from ..models import Activity, Campaign
from ..wording import FIELDS, show
from .frame import framed, plan_or_404

PAGE_SIZE = 50
"""Rows of the table on one page: more date inputs than that make an old computer stutter."""
STEP_OF_FIELD = "campaigns:fields"


@require_http_methods(["GET", "POST"])
def schedule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step ④: due date, event date and office of every activity, row by row or in bulk."""
    campaign = plan_or_404(request, pk)
    page = Paginator(campaign.activities.kept(), PAGE_SIZE).get_page(request.GET.get("page"))
    if request.method == "GET":
        services.note_editing(campaign, actor=request.user)
        formset = ScheduleFormSet(initial=initial_rows(campaign, list(page)))
        return _schedule_page(request, campaign, page, formset, BulkForm(prefix="bulk"))
    return _save_schedule(request, campaign, page)


def _save_schedule(request: SignedInRequest, campaign: Campaign, page: Page) -> HttpResponse:
    in_bulk = request.POST.get("do") == "bulk"
    formset = ScheduleFormSet(request.POST, initial=initial_rows(campaign, list(page)))
    bulk = BulkForm(request.POST if in_bulk else None, prefix="bulk")
    if not formset.is_valid() or (in_bulk and not bulk.is_valid()):
        return _schedule_page(request, campaign, page, formset, bulk, status=422)
    by_pk = {activity.pk: activity for activity in campaign.activities.kept()}
    rows = appointments(formset, by_pk, bulk if in_bulk else None)
    try:
        count = services.schedule(campaign, actor=request.user, rows=rows)
    except Refused as error:
        if isinstance(error, Stale):
            fresh = list(campaign.activities.kept())
            formset = ScheduleFormSet(_with_fresh_revisions(request, fresh))
        return _schedule_page(
            request,
            campaign,
            page,
            formset,
            BulkForm(prefix="bulk"),
            refusal=str(error),
            status=error.status_code,
        )
    messages.success(request, f"已保存 {count} 项的安排。" if count else "没有改动。")
    return redirect(_after_schedule(request, campaign, page))


def _after_schedule(request: SignedInRequest, campaign: Campaign, page: Page) -> str:
    """The same page of the table, the next one, or the next step behind the last."""
    going_on = request.POST.get("do") == "next"
    if going_on and not page.has_next():
        return reverse("campaigns:check", args=[campaign.pk])
    number = page.number + going_on
    url = reverse("campaigns:schedule", args=[campaign.pk])
    return f"{url}?page={number}" if number > 1 else url


def _with_fresh_revisions(request: SignedInRequest, activities: list[Activity]) -> Any:
    """The table as it was typed, ready to be sent again over what somebody else wrote."""
    data = request.POST.copy()
    revisions = {str(activity.pk): str(activity.revision) for activity in activities}
    for name in [name for name in data if name.endswith("-pk")]:
        data[name.removesuffix("pk") + "seen"] = revisions.get(str(data[name]), "0")
    return data


def _schedule_page(
    request: SignedInRequest,
    campaign: Campaign,
    page: Page,
    formset: Any,
    bulk: BulkForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    posted = request.method == "POST"
    shown = campaign.activities.kept() if posted else page.object_list
    by_pk = {str(activity.pk): activity for activity in shown}
    rows = [(by_pk.get(str(form["pk"].value())), form) for form in formset]
    context = framed(
        request,
        campaign,
        "schedule",
        formset=formset,
        page=page,
        bulk=bulk,
        refusal=refusal,
        rows=[
            {"activity": activity, "form": form, "warning": warning_about(activity.due_date)}
            for activity, form in rows
            if activity is not None
        ],
    )
    return render(request, "campaigns/schedule.html", context, status=status)


@require_GET
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step ⑤: everything once more, what differs from last time, and the button."""
    return _check_page(request, plan_or_404(request, pk))


def _check_page(
    request: SignedInRequest, campaign: Campaign, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    activities = list(campaign.activities.accepted())
    previous = campaign.versions.first()
    changed = []
    if previous is not None:
        changed = differences(previous.content, content_of(campaign, activities))
    url = reverse(STEP_OF_FIELD, args=[campaign.pk])
    is_open = rules.is_open(campaign)
    context = framed(
        request,
        campaign,
        "check",
        refusal=refusal,
        activities=activities,
        warnings=[
            {"activity": activity, "text": text}
            for activity in activities
            if (text := warning_about(activity.due_date))
        ],
        summary=[
            {
                "label": label,
                "value": show(name, getattr(campaign, name)),
                "url": url if is_open else "",
            }
            for name, label in FIELDS.items()
        ],
        previous=previous,
        differences=changed,
        form=SeenForm(initial={"seen": campaign.revision}),
    )
    return render(request, "campaigns/check.html", context, status=status)


@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Publish what the check page showed."""
    campaign = plan_or_404(request, pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Refused("这个按钮已经失效，请刷新页面后再点。")
    try:
        version = services.publish(campaign, actor=request.user, seen=form.cleaned_data["seen"])
    except Refused as error:
        campaign.refresh_from_db()
        return _check_page(request, campaign, refusal=str(error), status=error.status_code)
    return redirect("campaigns:published", pk, version.number)


@require_GET
def published(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What happened, and what comes next."""
    campaign = plan_or_404(request, pk)
    version = get_object_or_404(campaign.versions.select_related("published_by"), number=number)
    context = framed(request, campaign, "check", version=version)
    return render(request, "campaigns/published.html", context)


@require_http_methods(["GET", "POST"])
def amend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a published plan for changes, with a reason."""
    campaign = plan_or_404(request, pk)
    if not rules.may_edit(request.user, campaign):
        raise PermissionDenied
    form = AmendForm(request.POST or None)
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.amend(campaign, actor=request.user, reason=form.cleaned_data["reason"])
            except Refused as error:
                refusal, status = str(error), error.status_code
            else:
                messages.info(request, "可以修改了。发布新版本之前，公众看到的不变。")
                return redirect("campaigns:activities", pk)
    context = {
        "title": "修改方案",
        "text": "已发布的版本会保留，修改后发布为新版本，并公布两版的差别。",
        "form": form,
        "refusal": refusal,
        "submit": "开始修改",
        "cancel_url": reverse("campaigns:source", args=[pk]),
    }
    return render(request, "core/confirm.html", context, status=status)


@require_http_methods(["GET", "POST"])
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give an amendment up."""
    campaign = plan_or_404(request, pk)
    if not rules.may_edit(request.user, campaign):
        raise PermissionDenied
    if request.method == "POST":
        form = SeenForm(request.POST)
        if not form.is_valid():
            raise Refused("这个按钮已经失效，请刷新页面后再点。")
        services.discard_amendment(campaign, actor=request.user, seen=form.cleaned_data["seen"])
        messages.success(request, "已放弃修改，方案回到已发布的版本。")
        return redirect("campaigns:source", pk)
    context = {
        "title": "放弃修改",
        "text": "这次改动的内容会全部丢掉，方案回到已发布的版本。办理过程会留下记录。",
        "form": SeenForm(initial={"seen": campaign.revision}),
        "submit": "放弃修改",
        "danger": True,
        "cancel_url": reverse("campaigns:check", args=[pk]),
    }
    return render(request, "core/confirm.html", context)


@require_GET
def version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One published version: its fingerprint and what it changed."""
    campaign = plan_or_404(request, pk)
    found = get_object_or_404(campaign.versions.select_related("published_by"), number=number)
    before = campaign.versions.filter(number=number - 1).first()
    context = framed(
        request,
        campaign,
        "",
        version=found,
        differences=differences(before.content if before else None, found.content),
    )
    return render(request, "campaigns/version.html", context)
