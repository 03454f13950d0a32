"""Step ③: activity by activity, source beside task."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anyue.core.errors import Refused, Stale
from anyue.organisations.http import SignedInRequest

from .. import services
from ..forms.activities import PLAIN, ActivityForm, MergeForm, SeenForm, SplitForm
from ..marking import Mark, Segment, segments
from ..models import Activity
from ..rules import GONE, Judgement
from ..services.shaping import neighbour
from ..services.writing import latest_change, refuse_unless_editable
from ..sourcing import facts_of, shifted
from ..wording import ACTIVITY_FIELDS, show
from .doubts import place_name, place_of
from .frame import framed, plan_or_404, split_places

PAGE_SIZE = 50
AROUND = 90
"""Characters of the source shown before and after an activity."""
VERBS = {"accept": services.accept, "drop": services.drop, "restore": services.restore}
DONE = {"accept": "已采纳", "drop": "已标为不是任务", "restore": "已恢复为待核对"}


def _activity_or_404(request: SignedInRequest, pk: int, activity_pk: int) -> Activity:
    activities = Activity.objects.visible_to(request.user).select_related(
        "campaign__notice__original", "campaign__unit", "campaign__editing_by"
    )
    return get_object_or_404(activities, pk=activity_pk, campaign_id=pk)


def _editable_or_404(request: SignedInRequest, pk: int, activity_pk: int) -> Activity:
    found = _activity_or_404(request, pk, activity_pk)
    refuse_unless_editable(found.campaign, actor=request.user)
    return found


@require_GET
def activity_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """All activities with their state; those that left the plan stand at the end."""
    campaign = plan_or_404(request, pk)
    kept = campaign.activities.kept()
    waiting = kept.filter(judgement=Judgement.PROPOSED)
    context = framed(
        request,
        campaign,
        "activities",
        page=Paginator(kept, PAGE_SIZE).get_page(request.GET.get("page")),
        gone=campaign.activities.filter(judgement__in=GONE),
        waiting=waiting.count(),
        first_waiting=waiting.first(),
    )
    return render(request, "campaigns/activities.html", context)


@require_GET
def activity(request: SignedInRequest, pk: int, activity_pk: int) -> HttpResponse:
    """One activity: the source left, what was read of it right."""
    found = _activity_or_404(request, pk, activity_pk)
    return render(request, "campaigns/activity.html", _activity_context(request, found))


def _activity_context(request: SignedInRequest, found: Activity, **more: Any) -> dict[str, Any]:
    kept = list(found.campaign.activities.kept().values_list("pk", "judgement"))
    keys = [pk for pk, _ in kept]
    place = keys.index(found.pk) if found.pk in keys else None
    notice = found.campaign.notice
    facts, marks = facts_of(found, notice.reading, notice.text)
    return framed(
        request,
        found.campaign,
        "activities",
        only_of=found,
        activity=found,
        facts=facts,
        unsaid="、".join(fact.label for fact in facts if not fact.values),
        segments=source_of(found, marks),
        place=place + 1 if place is not None else None,
        total=len(kept),
        left=sum(judgement == Judgement.PROPOSED for _, judgement in kept),
        previous=neighbour(found, step=-1),
        following=neighbour(found, step=1),
        **more,
    )


def source_of(activity: Activity, marks: list[Mark]) -> list[Segment]:
    """The activity's stretch of the source, a little around it muted, its places marked."""
    start, end = activity.source_start, activity.source_end
    if start is None or end is None:
        return [Segment(activity.text)]
    text = activity.campaign.notice.text
    doubts = activity.doubts.all()
    places = [Mark(*place_of(doubt), here=True, anchor=place_name(doubt)) for doubt in doubts]
    return [
        Segment(text[max(0, start - AROUND) : start], "muted"),
        *segments(text[start:end], shifted([*marks, *places], start, end)),
        Segment(text[end : end + AROUND], "muted"),
    ]


@require_POST
def judge(request: SignedInRequest, pk: int, activity_pk: int) -> HttpResponse:
    """Accept, drop or restore; then on to the next one that waits."""
    found = _activity_or_404(request, pk, activity_pk)
    verb = request.POST.get("verb", "")
    form = SeenForm(request.POST)
    if verb not in VERBS or not form.is_valid():
        raise Refused("这个按钮已经失效，请刷新页面后再点。")
    VERBS[verb](found, actor=request.user, seen=form.cleaned_data["seen"])
    messages.success(request, f"{found}：{DONE[verb]}。")
    if request.POST.get("then") == "list":
        return redirect(_list_page(pk, request.POST.get("page", "")))
    return redirect(_next_waiting(found))


def _list_page(pk: int, page: str) -> str:
    """The list of activities, at the page of it on which the button was."""
    url = reverse("campaigns:activities", args=[pk])
    return f"{url}?page={page}" if page.isascii() and page.isdigit() else url


def _next_waiting(found: Activity) -> str:
    """The next activity that waits for a judgement, from here on and round; else the list."""
    waiting = found.campaign.activities.filter(judgement=Judgement.PROPOSED)
    later = waiting.filter(position__gt=found.position).first() or waiting.first()
    if later is None:
        return reverse("campaigns:activities", args=[found.campaign_id])
    return reverse("campaigns:activity", args=[found.campaign_id, later.pk])


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int, activity_pk: int) -> HttpResponse:
    """Correct one activity."""
    found = _editable_or_404(request, pk, activity_pk)
    if request.method == "GET":
        services.note_editing(found.campaign, actor=request.user)
        return _edit_page(request, found, ActivityForm.showing(found))
    form = ActivityForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, found, form, status=422)
    try:
        services.edit_activity(
            found,
            actor=request.user,
            seen=form.cleaned_data["seen"],
            values=form.values,
            and_accept=request.POST.get("then") == "accept",
        )
    except Stale as error:
        found.refresh_from_db()
        return _edit_conflict(request, found, form, error)
    except Refused as error:
        return _edit_page(request, found, form, refusal=str(error), status=error.status_code)
    messages.success(request, f"{found}：已保存。")
    if request.POST.get("then") == "accept":
        return redirect(_next_waiting(found))
    return redirect("campaigns:activity", pk, activity_pk)


def _edit_conflict(
    request: SignedInRequest, found: Activity, form: ActivityForm, error: Stale
) -> HttpResponse:
    """Both versions side by side; sending the form again now overwrites on purpose."""
    rows = [
        {
            "label": ACTIVITY_FIELDS[name],
            "theirs": show(name, getattr(found, name)),
            "mine": show(name, form.values[name]),
            "differs": show(name, getattr(found, name)) != show(name, form.values[name]),
        }
        for name in ("kinds", *PLAIN)
    ]
    again = request.POST.copy()
    again["seen"] = str(found.revision)
    entry = latest_change(found.campaign, found)
    return _edit_page(
        request,
        found,
        ActivityForm(again),
        refusal=str(error),
        status=error.status_code,
        theirs={"who": entry.actor, "at": entry.at} if entry else None,
        conflict=[row for row in rows if row["differs"]],
    )


def _edit_page(
    request: SignedInRequest,
    found: Activity,
    form: ActivityForm,
    *,
    refusal: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = _activity_context(request, found, form=form, refusal=refusal, **more)
    return render(request, "campaigns/activity_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def split(request: SignedInRequest, pk: int, activity_pk: int) -> HttpResponse:
    """Choose at which sentences the activity is cut; proposed places are ticked."""
    found = _editable_or_404(request, pk, activity_pk)
    start, end = found.source_start, found.source_end
    proposed = _proposed_places(found)
    starts = []
    if start is not None and end is not None:
        starts = split_places(found.campaign.notice, start, end, proposed)
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        form = SplitForm(request.POST, starts=starts)
        if form.is_valid():
            try:
                seen, at = form.cleaned_data["seen"], form.cleaned_data["at"]
                parts = services.split(found, actor=request.user, seen=seen, at=at)
            except Refused as error:
                refusal, status = str(error), error.status_code
            else:
                messages.success(request, f"已拆成 {len(parts)} 项，请逐项核对。")
                return redirect("campaigns:activity", pk, parts[0].pk)
    else:
        initial = {"seen": found.revision, "at": sorted(proposed)}
        form = SplitForm(initial=initial, starts=starts)
    context = _activity_context(
        request, found, form=form, starts=starts, refusal=refusal, proposed=proposed
    )
    return render(request, "campaigns/split.html", context, status=status)


def _proposed_places(activity: Activity) -> set[int]:
    return {
        place
        for doubt in activity.doubts.all()
        if doubt.proposal.get("action") == "split"
        for place in doubt.proposal.get("at", [])
    }


@require_http_methods(["GET", "POST"])
def merge(request: SignedInRequest, pk: int, activity_pk: int, direction: str) -> HttpResponse:
    """Join the activity with the one before or after it, after a look at both."""
    found = _editable_or_404(request, pk, activity_pk)
    if direction not in ("next", "previous"):
        raise Http404
    other = neighbour(found, step=1 if direction == "next" else -1)
    if other is None:
        raise Refused("这一边没有相邻的任务，不能合并。")
    first, second = (found, other) if direction == "next" else (other, found)
    refusal, status = "", 200
    if request.method == "POST":
        form = MergeForm(request.POST)
        if not form.is_valid():
            raise Refused("这个按钮已经失效，请刷新页面后再点。")
        try:
            seen = form.cleaned_data["seen"], form.cleaned_data["other_seen"]
            services.merge(first, second, actor=request.user, seen=seen)
        except Stale as error:
            refusal, status = str(error), error.status_code
            first.refresh_from_db()
            second.refresh_from_db()
        else:
            messages.success(request, f"已合并为“{first}”，请核对后采纳。")
            return redirect("campaigns:activity", pk, first.pk)
    form = MergeForm(initial={"seen": first.revision, "other_seen": second.revision})
    context = framed(
        request,
        found.campaign,
        "activities",
        activity=found,
        first=first,
        second=second,
        form=form,
        refusal=refusal,
    )
    return render(request, "campaigns/merge.html", context, status=status)


@require_http_methods(["GET", "POST"])
def accept_rest(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept everything that still waits, after a look at the list."""
    campaign = plan_or_404(request, pk)
    refuse_unless_editable(campaign, actor=request.user)
    refusal, status = "", 200
    if request.method == "POST":
        form = SeenForm(request.POST)
        if not form.is_valid():
            raise Refused("这个按钮已经失效，请刷新页面后再点。")
        try:
            count = services.accept_rest(
                campaign, actor=request.user, seen=form.cleaned_data["seen"]
            )
        except Stale as error:
            refusal, status = str(error), error.status_code
            campaign.refresh_from_db()
        else:
            messages.success(request, f"已采纳其余 {count} 项。")
            return redirect("campaigns:activities", pk)
    context = framed(
        request,
        campaign,
        "activities",
        waiting=campaign.activities.filter(judgement=Judgement.PROPOSED),
        form=SeenForm(initial={"seen": campaign.revision}),
        refusal=refusal,
    )
    return render(request, "campaigns/accept_rest.html", context, status=status)
