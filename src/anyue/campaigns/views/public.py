"""What everybody may read: the published plans, exactly as frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_GET, require_safe

from anyue.evidence.responses import file_response

from .. import services
from ..differences import differences
from ..models import PlanVersion
from ..wording import day, show

HOME_PLANS = 12
COMING = 6
"""How many dates the channel page announces."""


@dataclass
class Entry:
    """A line of the contents list, with the lines below it."""

    label: str
    anchor: str
    children: list[Entry] = field(default_factory=list)


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The channel: what is on, and every published plan."""
    today = localdate()
    plans = [_plan(version, today) for version in PlanVersion.objects.newest()[:HOME_PLANS]]
    current = next((plan for plan in plans if plan["is_on"]), plans[0] if plans else None)
    context = {
        "plans": plans,
        "current": current,
        "coming": _coming(current, today) if current else [],
        "today": day(today),
    }
    return render(request, "campaigns/home.html", context)


def _plan(version: PlanVersion, today: date) -> dict[str, Any]:
    fields = version.content["fields"]
    start, end = _day(fields["period_start"]), _day(fields["period_end"])
    return {
        "pk": version.campaign_id,
        "version": version,
        "fields": fields,
        "period": period(fields),
        "is_on": bool(start and end and start <= today <= end),
        "is_over": bool(end and end < today),
        "count": len(version.content["activities"]),
    }


def _coming(plan: dict[str, Any], today: date) -> list[dict[str, str]]:
    """The next dates of a plan: events first of their day, then deadlines; [] after the last."""
    dates = []
    for activity in plan["version"].content["activities"]:
        for name, word in (("event_date", "举办"), ("due_date", "截止")):
            when = _day(activity[name])
            if when and when >= today:
                title = f"{activity['number']}{activity['title']}"
                dates.append((when, word, title, f"a{activity['id']}"))
    dates.sort(key=lambda entry: (entry[0], entry[1] != "举办"))
    return [
        {"day": day(when), "word": word, "title": title, "anchor": anchor}
        for when, word, title, anchor in dates[:COMING]
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _long_day(text: str | None) -> str:
    """2026年5月25日, as a document is dated."""
    when = _day(text)
    return f"{when.year}年{when.month}月{when.day}日" if when else ""


def period(fields: dict[str, Any]) -> str:
    """2026年6月1日至6月30日."""
    start, end = _day(fields["period_start"]), _day(fields["period_end"])
    if start is None or end is None:
        return ""
    until = f"{end.month}月{end.day}日"
    if end.year != start.year:
        until = f"{end.year}年{until}"
    return f"{start.year}年{start.month}月{start.day}日至{until}"


def _latest_or_404(pk: int) -> PlanVersion:
    return get_object_or_404(
        PlanVersion.objects.newest().select_related("campaign__notice__original"), campaign_id=pk
    )


@login_not_required
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice with its catalogue fields, its text, and its plan as an outline."""
    version = _latest_or_404(pk)
    if request.method == "GET":  # not HEAD, which nobody reads
        services.count_view(version.campaign, today=localdate())
    context = _article(version)
    context["versions"] = version.campaign.versions.all()
    return render(request, "campaigns/public.html", context)


@login_not_required
@require_GET
def print_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for paper."""
    return render(request, "campaigns/public_print.html", _article(_latest_or_404(pk)))


@login_not_required
@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as the office handed it in, to download."""
    notice = _latest_or_404(pk).campaign.notice
    return file_response(request, notice.original, name=notice.original_name)


@login_not_required
@require_GET
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What one published version changed, and why."""
    latest = _latest_or_404(pk)
    found = get_object_or_404(PlanVersion, campaign_id=pk, number=number)
    before = PlanVersion.objects.filter(campaign_id=pk, number=number - 1).first()
    context = {
        "pk": pk,
        "latest": latest,
        "fields": found.content["fields"],
        "version": found,
        "differences": differences(before.content if before else None, found.content),
    }
    return render(request, "campaigns/public_version.html", context)


def _article(version: PlanVersion) -> dict[str, Any]:
    content = version.content
    headings = [
        {**heading, "anchor": f"h{place}", "rank": min(heading["level"] + 1, 4)}
        for place, heading in enumerate(content["outline"], start=1)
    ]
    return {
        "pk": version.campaign_id,
        "version": version,
        "fields": content["fields"],
        "catalogue": _catalogue(version),
        "period": period(content["fields"]),
        "issued_on": _long_day(content["fields"]["issued_on"]),
        "paragraphs": _paragraphs(content["text"]),
        "headings": [{**h, "paragraphs": _paragraphs(h["text"])} for h in headings],
        "parts": _parts(content["activities"]),
        "count": len(content["activities"]),
        "contents": _contents(headings),
    }


def _catalogue(version: PlanVersion) -> list[tuple[str, str]]:
    """The catalogue fields that a county page prints above a notice."""
    fields, campaign = version.content["fields"], version.campaign
    views = campaign.views.total()
    return [
        ("索引号", fields["index_number"]),
        ("文号", fields["doc_number"]),
        ("生成日期", fields["issued_on"] or ""),
        ("发布机构", fields["issuer"]),
        ("主题分类", fields["topic_class"]),
        ("关键字", fields["keywords"]),
        ("来源", fields["source"]),
        ("发布时间", f"{localtime(campaign.published_at):%Y-%m-%d %H:%M}"),
        ("浏览次数", str(views)),
    ]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parts(activities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Activities under the part of the notice they stand in, in their order."""
    parts: list[dict[str, Any]] = []
    for activity in activities:
        if not parts or parts[-1]["title"] != activity["part"]:
            parts.append({"title": activity["part"], "activities": []})
        parts[-1]["activities"].append(
            {
                "anchor": f"a{activity['id']}",
                "name": f"{activity['number']}{activity['title']}",
                "kinds": show("kinds", activity["kinds"]),
                "audience": show("audience", activity["audience"]),
                "quantities": show("quantities", activity["quantities"]),
                "cadence": show("cadence", activity["cadence"]) if activity["cadence"] else "",
                "event_date": day(activity["event_date"]),
                "due_date": day(activity["due_date"]),
                "office": activity["responsible_office"],
            }
        )
    return parts


def _contents(headings: list[dict[str, Any]]) -> list[Entry]:
    """The upper two levels of the outline, nested."""
    entries: list[Entry] = []
    for heading in headings:
        entry = Entry(f"{heading['number']}{heading['title']}", heading["anchor"])
        if heading["level"] == 1 or not entries:
            entries.append(entry)
        elif heading["level"] == 2:
            entries[-1].children.append(entry)
    return entries
