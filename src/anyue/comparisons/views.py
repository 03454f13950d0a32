"""Choose what to put a plan beside, read the two point by point, correct what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anyue.campaigns.models import Campaign
from anyue.campaigns.rules import is_open
from anyue.campaigns.sourcing import carried_out
from anyue.campaigns.views.frame import framed, plan_or_404
from anyue.core.errors import Refused
from anyue.evidence.responses import file_response
from anyue.organisations.http import SignedInRequest
from anyue.reading.comparison import Comparison, nearest
from anyue.reading.comparison_points import label
from anyue.reading.upper_plans import UpperPlan, same_number

from . import rules, services
from .forms import DocumentForm, EarlierForm, LeaveOutForm, MatchForm, RulingForm, SeenForm
from .models import PlanComparison
from .rules import Basis, Outcome, RulingVerb
from .settling import Row, rows_of
from .showing import TABS, shown_row, shown_rows, summary, tabs, trail, wanted

PAGE_SIZE = 30
TRAIL_LENGTH = 20
CHOICE_LENGTH = 60
DONE = {
    RulingVerb.MATCH: "已对上。",
    RulingVerb.UNMATCH: "已改为不是一回事。",
    RulingVerb.COVER: "已算作覆盖。",
    RulingVerb.RESET: "已恢复自动对照的结果。",
    RulingVerb.ADD: "已加入方案，请在“核对任务”里补上时限和对象，再采纳。",
}


def _one_or_404(request: SignedInRequest, pk: int, comparison_pk: int) -> PlanComparison:
    found = PlanComparison.objects.visible_to(request.user).with_people()
    return get_object_or_404(found, pk=comparison_pk, campaign_id=pk)


def _others(request: SignedInRequest, campaign: Campaign) -> QuerySet[Campaign]:
    """The unit's other plans, the newest first, without those compared already."""
    plans = Campaign.objects.visible_to(request.user).filter(unit=campaign.unit_id)
    done = campaign.comparisons.exclude(earlier=None).values("earlier")
    return plans.exclude(pk=campaign.pk).exclude(pk__in=done).order_by("-period_start", "-pk")


@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the plan stands beside so far, and the form for one more document."""
    campaign = plan_or_404(request, pk)
    cited = carried_out(campaign.notice.reading)
    first = cited[0] if cited else None
    initial = {"title": first.title, "doc_number": first.doc_number} if first else {}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=initial)
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _made(request, campaign, form)
            except services.AlreadyCompared as error:
                messages.info(request, str(error))
                return redirect("comparisons:show", pk, error.comparison.pk)
            except Refused as error:
                refusal, status = str(error), error.status_code
            else:
                _greet(request, made, cited)
                return redirect("comparisons:show", pk, made.pk)
    return _index(request, campaign, form, refusal=refusal, status=status)


def _index(
    request: SignedInRequest,
    campaign: Campaign,
    form: DocumentForm,
    *,
    earlier: EarlierForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    others = _others(request, campaign)
    context = framed(
        request,
        campaign,
        "",
        form=form,
        earlier_form=earlier or EarlierForm(plans=others),
        has_others=others.exists(),
        cited=carried_out(campaign.notice.reading),
        refusal=refusal,
        comparisons=_listed(campaign),
        may_compare=rules.may_compare(request.user, campaign),
    )
    return render(request, "comparisons/index.html", context, status=status)


def _listed(campaign: Campaign) -> list[tuple[PlanComparison, str]]:
    """Every comparison of the plan with the line on top of its page."""
    found = campaign.comparisons.select_related("made_by").prefetch_related("rulings__activity")
    return [
        (one, summary(one, rows_of(Comparison.from_dict(one.result), one.rulings.all())))
        for one in found
    ]


def _made(request: SignedInRequest, campaign: Campaign, form: DocumentForm) -> PlanComparison:
    values = form.cleaned_data
    told = {name: values[name] for name in ("title", "doc_number")}
    if values["basis"] == Basis.EARLIER:
        # What stood in the form was the upper plan's.
        told = {name: words for name, words in told.items() if name in form.changed_data}
    told["basis"] = Basis(values["basis"])
    if values["file"] is None:
        return services.compare_with_text(campaign, actor=request.user, text=values["text"], **told)
    file = values["file"]
    return services.compare_with_file(
        campaign, actor=request.user, data=file.read(), name=file.name, **told
    )


def _greet(request: HttpRequest, made: PlanComparison, cited: Sequence[UpperPlan]) -> None:
    """Say that it is done, and warn where another number was expected."""
    messages.success(request, "已逐条对照。请先看漏项和部分覆盖的。")
    named = [plan.doc_number for plan in cited if plan.doc_number]
    if made.basis != Basis.UPPER or not made.doc_number or not named:
        return
    if not any(same_number(one, made.doc_number) for one in named):
        messages.warning(
            request,
            f"通知里写的是 {'、'.join(named)}，导入的文件是 {made.doc_number}，"
            "请核对是不是同一份。",
        )


@require_POST
def with_earlier(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the plan beside one of the unit's other plans."""
    campaign = plan_or_404(request, pk)
    earlier = EarlierForm(request.POST, plans=_others(request, campaign))
    if not earlier.is_valid():
        form = DocumentForm()
        return _index(request, campaign, form, earlier=earlier, status=422)
    try:
        made = services.compare_with_plan(
            campaign, actor=request.user, earlier=earlier.cleaned_data["earlier"]
        )
    except services.AlreadyCompared as error:
        messages.info(request, str(error))
        return redirect("comparisons:show", pk, error.comparison.pk)
    _greet(request, made, ())
    return redirect("comparisons:show", pk, made.pk)


@require_GET
def show(request: SignedInRequest, pk: int, comparison_pk: int) -> HttpResponse:
    """Point by point; ?show= keeps one outcome, ?all=1 puts everything on one page for print."""
    comparison = _one_or_404(request, pk, comparison_pk)
    result = Comparison.from_dict(comparison.result)
    rows = rows_of(result, _rulings(comparison))
    current = request.GET.get("show", "")
    chosen = wanted(rows, current)
    size = max(1, len(chosen)) if request.GET.get("all") else PAGE_SIZE
    page = Paginator(chosen, size).get_page(request.GET.get("page"))
    context = _context(
        request,
        comparison,
        page=page,
        rows=shown_rows(list(page), result),
        tabs=tabs(rows, current),
        summary=summary(comparison, rows),
        trail=trail(comparison.rulings.select_related("actor").order_by("-pk")[:TRAIL_LENGTH]),
    )
    return render(request, "comparisons/show.html", context)


def _context(request: SignedInRequest, comparison: PlanComparison, **more: Any) -> dict[str, Any]:
    campaign = comparison.campaign
    may_compare = rules.may_compare(request.user, campaign)
    context = framed(
        request,
        campaign,
        "",
        comparison=comparison,
        kept=_kept(request),
        may_compare=may_compare,
        may_add=may_compare and is_open(campaign),
        **more,
    )
    context["crumbs"] = [
        {"label": "方案", "url": reverse("campaigns:list")},
        {"label": campaign.name, "url": reverse("campaigns:source", args=[campaign.pk])},
        {"label": "对照", "url": reverse("comparisons:index", args=[campaign.pk])},
        {"label": comparison.title},
    ]
    return context


def _rulings(comparison: PlanComparison) -> Any:
    return comparison.rulings.select_related("actor", "activity")


@require_GET
def original(request: SignedInRequest, pk: int, comparison_pk: int) -> HttpResponseBase:
    """The other document as it was handed in."""
    comparison = _one_or_404(request, pk, comparison_pk)
    if comparison.original is None:
        raise Http404
    return file_response(request, comparison.original, name=comparison.original_name)


@require_POST
def again(request: SignedInRequest, pk: int, comparison_pk: int) -> HttpResponse:
    """Read and compare anew."""
    comparison = _one_or_404(request, pk, comparison_pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Refused("这个按钮已经失效，请刷新页面后再点。")
    services.compare_again(comparison, actor=request.user, seen=form.cleaned_data["seen"])
    messages.success(request, "已重新对照，更正过的照旧。")
    return redirect("comparisons:show", pk, comparison_pk)


@require_POST
def rule(request: SignedInRequest, pk: int, comparison_pk: int) -> HttpResponse:
    """One press: the same thing or not, counts as covered, into the plan, as it was before."""
    comparison = _one_or_404(request, pk, comparison_pk)
    form = RulingForm(request.POST)
    if not form.is_valid() or form.cleaned_data["verb"] not in DONE:
        raise Refused("这个按钮已经失效，请刷新页面后再点。")
    told = form.cleaned_data
    verb = RulingVerb(told["verb"])
    common = {"actor": request.user, "seen": told["seen"], "upper_key": told["upper"]}
    match verb:
        case RulingVerb.MATCH:
            services.match(comparison, local_key=told["local"], **common)
        case RulingVerb.UNMATCH:
            services.unmatch(comparison, local_key=told["local"], **common)
        case RulingVerb.COVER:
            services.cover(comparison, **common)
        case RulingVerb.ADD:
            services.add_to_plan(comparison, **common)
        case _:
            services.reset(comparison, **common)
    messages.success(request, DONE[verb])
    return redirect(_back(request, comparison, told["upper"]))


def _back(request: HttpRequest, comparison: PlanComparison, key: str) -> str:
    """To the list as it was filtered, at the point that was decided."""
    url = reverse("comparisons:show", args=[comparison.campaign_id, comparison.pk])
    query = urlencode(_kept(request))
    return f"{url}{'?' if query else ''}{query}#p-{key}"


def _kept(request: HttpRequest) -> dict[str, str]:
    """How the list was filtered when a person left it: from the address, or out of a form."""
    told = request.POST if request.method == "POST" else request.GET
    shown, page = told.get("show", ""), told.get("page", "")
    kept = {"show": shown} if shown and shown in TABS else {}
    return kept | ({"page": page} if page.isdecimal() and page.isascii() else {})


@require_http_methods(["GET", "POST"])
def point(request: SignedInRequest, pk: int, comparison_pk: int, key: str) -> HttpResponse:
    """One point of the other plan: say which of ours takes it up."""
    comparison = _one_or_404(request, pk, comparison_pk)
    form = _match_form(comparison, key, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.match(
            comparison,
            actor=request.user,
            seen=told["seen"],
            upper_key=key,
            local_key=told["local"],
        )
        messages.success(request, DONE[RulingVerb.MATCH])
        return redirect(_back(request, comparison, key))
    status = 422 if request.method == "POST" else 200
    return _point_page(request, comparison, key, form=form, status=status)


@require_POST
def leave_out(request: SignedInRequest, pk: int, comparison_pk: int, key: str) -> HttpResponse:
    """Say why a point is left out on purpose."""
    comparison = _one_or_404(request, pk, comparison_pk)
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return _point_page(request, comparison, key, reason_form=form, status=422)
    told = form.cleaned_data
    services.leave_out(
        comparison,
        actor=request.user,
        seen=told["seen"],
        upper_key=key,
        reason=told["reason"],
    )
    messages.success(request, "已记为有意不列。")
    return redirect(_back(request, comparison, key))


def _match_form(comparison: PlanComparison, key: str, data: Any = None) -> MatchForm:
    """All local points to choose from, those most like the upper one first."""
    result = Comparison.from_dict(comparison.result)
    places = [place for place, point in enumerate(result.upper) if point.key == key]
    first = [place for found in nearest(result, places).values() for place in found]
    order = dict.fromkeys([*first, *range(len(result.local))])
    points = [result.local[place] for place in order]
    choices = [(point.key, _choice(label(point), point.part)) for point in points]
    return MatchForm(data, points=choices)


def _choice(name: str, part: str) -> str:
    told = f"{name}（{part}）" if part else name
    return told if len(told) <= CHOICE_LENGTH else f"{told[:CHOICE_LENGTH]}……"


def _point_page(
    request: SignedInRequest,
    comparison: PlanComparison,
    key: str,
    *,
    form: MatchForm | None = None,
    reason_form: LeaveOutForm | None = None,
    status: int = 200,
) -> HttpResponse:
    result = Comparison.from_dict(comparison.result)
    found = _row_of(rows_of(result, _rulings(comparison)), key)
    own = comparison.rulings.filter(upper_key=key).select_related("actor").order_by("-pk")
    context = _context(
        request,
        comparison,
        row=shown_row(found, result, whole=True),
        form=form or _match_form(comparison, key),
        reason_form=reason_form or LeaveOutForm(),
        trail=trail(own),
        back=_back(request, comparison, key),
    )
    context["crumbs"][-1]["url"] = reverse(
        "comparisons:show", args=[comparison.campaign_id, comparison.pk]
    )
    context["crumbs"].append({"label": _choice(label(found.point), "")})
    return render(request, "comparisons/point.html", context, status=status)


def _row_of(rows: list[Row], key: str) -> Row:
    for row in rows:
        if row.point.key == key and row.outcome != Outcome.ADDED:
            return row
    raise Http404
