"""The bureau's ledger: list, print, export; one assignment with its history."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.http import require_GET, require_http_methods

from anyue.core.errors import Refused
from anyue.core.htmx import render_page
from anyue.organisations.http import SignedInRequest

from .. import exports, kinds, services
from ..forms.ledger import SIZES, TABS, LedgerFilter, ReasonForm
from ..history import timeline
from ..models import Assignment
from ..queries import AssignmentQuerySet
from ..rules import TRANSITIONS, Verb
from ..standing import standing
from .desk import desk_page
from .tasks import rows_of, tiles

MOST_PRINTED = 2000
HEADS = (
    ("number", "任务"),
    ("unit", "责任单位"),
    ("kind", "类型"),
    ("due", "完成时限"),
    ("status", "状态"),
    ("reported", "上报时间"),
)


@require_GET
@desk_page("ledger.read")
def ledger(request: SignedInRequest) -> HttpResponse:
    """Every assignment in sight, by filter, tab, order and page of the address."""
    form = LedgerFilter(request.GET, user=request.user)
    today = localdate()
    rows = form.rows(today)
    counts = rows.counted_by_tab(today)
    page = Paginator(_in_order(rows, form), form.page_size).get_page(request.GET.get("page"))
    for row in page:
        row.word = standing(row, today)  # type: ignore[attr-defined]
        row.kind_label = kinds.get(row.kind).label  # type: ignore[attr-defined]
        row.late = (today - row.due_date).days if row.is_overdue(today) else 0  # type: ignore[attr-defined]
    context = {
        "form": form,
        "page": page,
        "tabs": _tabs(request.GET, form, counts),
        "heads": _heads(request.GET, form),
        "sizes": SIZES,
        "filtered": any(request.GET.get(name) for name in form.fields if name != "sort"),
        "may_assign": request.user.can("assign"),
        "query": request.GET.urlencode(),
    }
    status = 200 if form.is_valid() else 422
    return render_page(request, "assignments/ledger.html", context, part="results", status=status)


@require_GET
@desk_page("ledger.read")
def ledger_print(request: SignedInRequest) -> HttpResponse:
    """The same rows in the same order, all of them on paper."""
    form = LedgerFilter(request.GET, user=request.user)
    today = localdate()
    rows = _in_order(form.rows(today), form)
    total = rows.count()
    if total > MOST_PRINTED:
        raise Refused(f"一次最多打印 {MOST_PRINTED} 条，现在有 {total} 条；请先筛选，或导出表格。")
    shown = [(row, standing(row, today), kinds.get(row.kind).label) for row in rows]
    context = {
        "rows": shown,
        "filters": form.described(),
        "at": now(),
        "landscape": True,
        "query": request.GET.urlencode(),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "assignments/ledger_print.html", context, status=status)


@require_GET
@desk_page("ledger.read")
def ledger_export(request: SignedInRequest) -> HttpResponse:
    """Exactly the rows and the order of the ledger, as a workbook."""
    form = LedgerFilter(request.GET, user=request.user)
    if not form.is_valid():
        raise Refused("筛选条件有误，没有导出；请回到台账改正后再导出。")
    at = now()
    rows = _in_order(form.rows(localdate()), form).prefetch_related("responsible_unit__sectors")
    content = exports.ledger_workbook(rows, user=request.user, at=at, filters=form.described())
    response = HttpResponse(content, content_type=exports.XLSX)
    name = quote(exports.ledger_name(request.user, at))
    response["Content-Disposition"] = (
        f"attachment; filename=\"ledger.xlsx\"; filename*=UTF-8''{name}"
    )
    return response


@require_GET
@desk_page("ledger.read")
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One assignment: what is required, what was reported, what happened, what may be done."""
    assignment = _in_sight(request, pk)
    today = localdate()
    context = {
        "assignment": assignment,
        "word": standing(assignment, today),
        "late": (today - assignment.due_date).days if assignment.is_overdue(today) else 0,
        "rows": _requirement(assignment),
        "reports": _reports(assignment),
        "entries": timeline(assignment.trail.select_related("actor__unit").order_by("-revision")),
        "may": {verb.value: services.may(request.user, verb, assignment) for verb in TRANSITIONS},
    }
    return render(request, "assignments/desk_detail.html", context)


@require_http_methods(["GET", "POST"])
@desk_page("assign")
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraw an assignment, with a reason."""
    return _decide(request, pk, Verb.CANCEL)


@require_http_methods(["GET", "POST"])
@desk_page("assign")
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take up a closed assignment again, with a reason."""
    return _decide(request, pk, Verb.REOPEN)


WORDS = {
    Verb.CANCEL: ("撤销任务", "撤销后责任单位不用再办；已有的材料和办理过程都会保留。", "撤销"),
    Verb.REOPEN: ("回头看重开", "重开后任务退回责任单位，需要重新上报。", "重新打开"),
}
SERVICES = {Verb.CANCEL: services.cancel, Verb.REOPEN: services.reopen}


def _decide(request: SignedInRequest, pk: int, verb: Verb) -> HttpResponse:
    """The page that asks for the reason; no step is taken without it."""
    assignment = _in_sight(request, pk)
    back = reverse("assignments:detail", args=[pk])
    if not TRANSITIONS[verb].allowed(request.user, assignment):
        raise PermissionDenied
    if request.method == "GET" and not services.may(request.user, verb, assignment):
        messages.warning(
            request, f"这条任务现在是“{assignment.get_status_display()}”，不能{verb.label}。"
        )
        return redirect(back)
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent, initial={"seen": assignment.revision})
    refusal, status = "", 200
    if request.method == "POST":
        if form.is_valid():
            try:
                SERVICES[verb](assignment, actor=request.user, **form.cleaned_data)
            except Refused as error:
                refusal, status = str(error), error.status_code
            else:
                messages.success(request, f"已{verb.label}：{assignment.title}。")
                return HttpResponseRedirect(back)
        else:
            status = 422
    title, text, submit = WORDS[verb]
    context = {
        "title": title,
        "text": f"{assignment.responsible_unit}：{assignment.title}。{text}",
        "form": form,
        "refusal": refusal,
        "submit": submit,
        "cancel_url": back,
        "danger": verb == Verb.CANCEL,
    }
    return render(request, "core/confirm.html", context, status=status)


def _in_sight(request: SignedInRequest, pk: int) -> Assignment:
    related = ("responsible_unit", "issuing_unit", "issued_by", "campaign", "activity")
    people = ("acknowledged_by", "reported_by", "closed_by")
    seen = Assignment.objects.visible_to(request.user).select_related(*related, *people)
    return get_object_or_404(seen, pk=pk)


def _in_order(rows: AssignmentQuerySet, form: LedgerFilter) -> AssignmentQuerySet:
    tabbed = rows.tab(form.tab, localdate()).sorted_by(form.order)
    return tabbed.select_related("responsible_unit", "campaign")


def _address(query: QueryDict, **changes: str) -> str:
    """The same ledger with some words of its address changed, from page one."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _tabs(query: QueryDict, form: LedgerFilter, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": _address(query, status=key),
            "count": counts[key or "all"],
            "current": key == form.tab,
        }
        for key, label in TABS.items()
    ]


def _heads(query: QueryDict, form: LedgerFilter) -> list[dict[str, Any]]:
    """Heads of the table; a second press on the same head turns the order round."""
    heads = []
    for key, label in HEADS:
        up, down = form.order == key, form.order == f"-{key}"
        sort = "ascending" if up else "descending" if down else ""
        url = _address(query, sort=f"-{key}" if up else key)
        heads.append({"label": label, "url": url, "sort": sort})
    return heads


def _requirement(assignment: Assignment) -> list[dict[str, Any]]:
    said = {
        "责任单位": assignment.responsible_unit,
        "下达单位": f"{assignment.issuing_unit}（{assignment.issued_by}）",
        "方案": assignment.campaign or "全年工作",
        "所属部分": assignment.activity.part if assignment.activity else "",
        "类型": kinds.get(assignment.kind).label,
        "佐证要求": "、".join(assignment.evidence_wanted),
        "举办日期": _day(assignment.event_date),
        "完成时限": _day(assignment.due_date),
        "签收": _signed(assignment),
    }
    return [{"label": label, "value": value} for label, value in said.items() if value]


def _signed(assignment: Assignment) -> str:
    if assignment.acknowledged_at is None:
        return "尚未签收"
    return f"{assignment.acknowledged_by} {localtime(assignment.acknowledged_at):%Y-%m-%d %H:%M}"


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _reports(assignment: Assignment) -> list[dict[str, Any]]:
    """Filed reports, the newest first, each with its rows and pictures."""
    filed = assignment.reports.filed().select_related("author", "assignment").order_by("-pk")
    return [
        {"report": report, "rows": rows_of(report), "photos": tiles(report)} for report in filed
    ]
