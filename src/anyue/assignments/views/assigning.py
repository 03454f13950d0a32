"""From the plan to the units in four steps, then the batch and how far it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anyue.campaigns.models import Campaign
from anyue.campaigns.rules import Audience
from anyue.core.errors import Refused, Stale
from anyue.core.htmx import render_page
from anyue.organisations.http import SignedInRequest

from .. import jobs, kinds, services
from ..forms.assigning import ActivitiesForm, DatesForm, NewForm, UnitsForm
from ..models import AssignmentBatch
from ..services.assigning import progress, to_mend
from .choices import Choices, Total
from .desk import desk_page

STEPS = (
    ("assign", "选活动"),
    ("assign_units", "选单位"),
    ("assign_dates", "定时限"),
    ("assign_check", "核对"),
)
BATCHES_SHOWN = 50
CHOSEN_ANEW = "要分派的内容刚在别处改过，还没有分派；请核对下面的内容后再点。"


@require_http_methods(["GET", "POST"])
@desk_page("assign")
def activities(request: SignedInRequest) -> HttpResponse:
    """Step 1: which activities of which published plan."""
    choices = Choices.of(request)
    plans = Campaign.objects.visible_to(request.user).published()
    wanted = request.GET.get("campaign", "")
    campaign = (
        get_object_or_404(plans, pk=wanted)
        if wanted.isdecimal()
        else plans.filter(pk=choices.campaign or 0).first() or plans.first()
    )
    if campaign is None:
        return render(request, "assignments/assign_nothing.html", {"steps": _steps(0)})
    form = ActivitiesForm(_posted(request), campaign=campaign, user=request.user)
    if request.method == "POST" and form.is_valid():
        choices.campaign = campaign.pk
        choices.activity_keys = [activity.pk for activity in form.cleaned_data["activities"]]
        choices.keep(request)
        return redirect("assignments:assign_units")
    offered = list(form.fields["activities"].queryset)  # type: ignore[attr-defined]
    ticked = _ticked(request, choices, campaign) or {
        each.pk for each in offered if Audience.ENTERPRISE in each.audience and not form.is_bound
    }
    for each in offered:
        each.ticked = each.pk in ticked
        each.kind_label = kinds.get(each.kind).label
        each.audience_labels = "、".join(Audience(code).label for code in each.audience)
    context = {
        "form": form,
        "plan": campaign,
        "plans": plans,
        "offered": offered,
        "steps": _steps(0),
    }
    return render(request, "assignments/assign_activities.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
@desk_page("assign")
def units(request: SignedInRequest) -> HttpResponse:
    """Step 2: which units. `do=count` only counts, for the line that follows the choice."""
    choices = Choices.of(request)
    chosen = choices.activities(request)
    if not chosen:
        return redirect("assignments:assign")
    bound = request.method == "POST"
    form = UnitsForm(
        _posted(request),
        user=request.user,
        initial=choices.rule or {"rule": "all"},
    )
    total = None
    if bound and form.is_valid():
        found = form.chosen()
        if request.POST.get("do") != "count":
            choices.unit_keys = [unit.pk for unit in found]
            choices.rule = _as_typed(form)
            choices.keep(request)
            return redirect("assignments:assign_dates")
        total = Total.of(chosen, found)
    elif not bound:
        total = Total.of(chosen, choices.units(request)) if choices.unit_keys else None
    context = {"form": form, "chosen": chosen, "total": total, "steps": _steps(1)}
    return render_page(
        request, "assignments/assign_units.html", context, part="count", status=_status(form)
    )


@require_http_methods(["GET", "POST"])
@desk_page("assign")
def dates(request: SignedInRequest) -> HttpResponse:
    """Step 3: the common date, the exceptions, a note."""
    choices = Choices.of(request)
    chosen, found = choices.activities(request), choices.units(request)
    if not chosen or not found:
        return redirect("assignments:assign_units")
    ends = chosen[0].campaign.period_end
    likely = ends if ends and ends >= localdate() else None
    initial = {
        "due_date": choices.due_date or likely,
        "follow_plan": choices.follow_plan,
        "exceptions": choices.exceptions,
        "note": choices.note,
    }
    form = DatesForm(_posted(request), units=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        choices.due_date = said["due_date"].isoformat()
        choices.follow_plan = said["follow_plan"]
        choices.exceptions = {str(key): day.isoformat() for key, day in said["exceptions"].items()}
        choices.note = said["note"]
        choices.keep(request)
        return redirect("assignments:assign_check")
    context = {
        "form": form,
        "units": found,
        "total": Total.of(chosen, found),
        "planned": [each for each in chosen if each.due_date],
        "exceptional": any(unit.own_date for unit in found),  # type: ignore[attr-defined]
        "steps": _steps(2),
    }
    return render(request, "assignments/assign_dates.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
@desk_page("assign")
def check(request: SignedInRequest) -> HttpResponse:
    """Step 4: everything once more, what each unit will read; then give out."""
    choices = Choices.of(request)
    chosen, found = choices.activities(request), choices.units(request)
    if not chosen or not found or not choices.due_date:
        return redirect("assignments:assign_dates")
    said = choices.dates()
    mark = choices.mark(chosen, found)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("seen") != mark:
                raise Stale(CHOSEN_ANEW)
            made = jobs.give_out(
                actor=request.user, activities=chosen, units=found, dates=said, note=choices.note
            )
        except Refused as error:
            refusal, status = str(error), error.status_code
        else:
            Choices.forget(request)
            return redirect("assignments:batch", made.pk)
    shown = next((u for u in found if str(u.pk) == request.GET.get("unit")), found[0])
    context = {
        "refusal": refusal,
        "total": Total.of(chosen, found),
        "seen": mark,
        "over": [each for each in chosen if said.due(each, shown) < localdate()],
        "rows": _summary(choices, len(chosen), len(found)),
        "units": found,
        "shown": shown,
        "own_dates": [
            (unit, said.exceptions[unit.pk]) for unit in found if unit.pk in said.exceptions
        ],
        "planned": [(each, said.due(each, shown)) for each in chosen],
        "note": choices.note,
        "steps": _steps(3),
    }
    return render(request, "assignments/assign_check.html", context, status=status)


@require_GET
@desk_page("assign")
def batches(request: SignedInRequest) -> HttpResponse:
    """The latest batches and how each went."""
    seen = AssignmentBatch.objects.visible_to(request.user).counted()
    rows = seen.select_related("created_by")[:BATCHES_SHOWN]
    return render(request, "assignments/batches.html", {"rows": rows})


@require_GET
@desk_page("assign")
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the batch is; when it is done, what to mend."""
    seen = AssignmentBatch.objects.visible_to(request.user).select_related("created_by", "unit")
    found = get_object_or_404(seen, pk=pk)
    finished = found.state == AssignmentBatch.State.FINISHED
    context: dict[str, Any] = {
        "batch": found,
        "finished": finished,
        "count": progress(found),
        "mend": to_mend(found) if finished else [],
        "may_retry": found.unit_id == request.user.unit_id,
    }
    return render_page(request, "assignments/batch.html", context, part="state")


@require_POST
@desk_page("assign")
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try the pairs that failed once more."""
    found = get_object_or_404(AssignmentBatch.objects.visible_to(request.user), pk=pk)
    jobs.give_out_again(found, actor=request.user)
    return redirect("assignments:batch", pk)


@require_http_methods(["GET", "POST"])
@desk_page("assign")
def new(request: SignedInRequest) -> HttpResponse:
    """One task for one unit, for work of the whole year."""
    form = NewForm(_posted(request), user=request.user)
    refusal, status = "", _status(form)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.assign(actor=request.user, activity=None, **form.cleaned_data)
        except Refused as error:
            refusal, status = str(error), error.status_code
        else:
            messages.success(request, f"已下达给{made.responsible_unit}。")
            return redirect("assignments:detail", made.pk)
    context = {"form": form, "refusal": refusal}
    return render(request, "assignments/assign_new.html", context, status=status)


def _ticked(request: SignedInRequest, choices: Choices, campaign: Campaign) -> set[int]:
    """What the form showed last, or what was chosen before."""
    if request.method == "POST":
        return {int(key) for key in request.POST.getlist("activities") if key.isdecimal()}
    return set(choices.activity_keys) if choices.campaign == campaign.pk else set()


def _posted(request: SignedInRequest) -> QueryDict | None:
    """What was sent, also when nothing was filled in; None for a mere look."""
    return request.POST if request.method == "POST" else None


def _status(form: Any) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200


def _as_typed(form: UnitsForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "rule": said["rule"],
        "sector": said["sector"].pk if said["sector"] else None,
        "listed": [unit.pk for unit in said["listed"]],
        "pasted": said["pasted"],
    }


def _steps(current: int) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": reverse(f"assignments:{name}") if place < current else "",
            "state": "done" if place < current else "current" if place == current else "todo",
        }
        for place, (name, label) in enumerate(STEPS)
    ]


def _summary(choices: Choices, activities: int, units: int) -> list[dict[str, Any]]:
    due = date.fromisoformat(choices.due_date)
    rule = dict(UnitsForm.RULES).get(choices.rule.get("rule", ""), "")
    said = (
        ("活动", f"{activities} 项", "assign"),
        ("单位", f"{units} 家（{rule}）", "assign_units"),
        ("统一完成时限", f"{due.year}年{due.month}月{due.day}日", "assign_dates"),
        (
            "方案里写明时限的",
            "按方案的时限" if choices.follow_plan else "按统一完成时限",
            "assign_dates",
        ),
        (
            "例外时限",
            f"{len(choices.exceptions)} 家" if choices.exceptions else "没有",
            "assign_dates",
        ),
        ("附言", choices.note or "没有", "assign_dates"),
    )
    return [
        {"label": label, "value": value, "url": reverse(f"assignments:{step}")}
        for label, value, step in said
    ]
