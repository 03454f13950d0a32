"""What earlier corrections put into an activity or suggest for it: taken back, or followed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from anyue.core.errors import Refused
from anyue.organisations.http import SignedInRequest

from .. import services
from ..forms.activities import SeenForm
from ..models import Activity
from ..rules import Judgement

SPENT = "这个按钮已经失效，请刷新页面后再点。"


@require_POST
def remembered(request: SignedInRequest, pk: int, activity_pk: int) -> HttpResponse:
    """Take back one field or all (`undo`), or do what is suggested (`follow`)."""
    activities = Activity.objects.visible_to(request.user).select_related("campaign__notice")
    found = get_object_or_404(activities, pk=activity_pk, campaign_id=pk)
    form = SeenForm(request.POST)
    verb, _, field = request.POST.get("verb", "").partition(":")
    if verb not in ("undo", "follow") or not form.is_valid():
        raise Refused(SPENT)
    seen = form.cleaned_data["seen"]
    if verb == "undo":
        services.undo(found, actor=request.user, seen=seen, field=field)
        messages.success(request, f"{found}：已撤回上次的改法，恢复成识别结果。")
    else:
        _follow(request, found, field, seen)
    if request.POST.get("then") == "list":
        return redirect("campaigns:activities", pk)
    return redirect("campaigns:activity", pk, activity_pk)


def _follow(request: SignedInRequest, found: Activity, field: str, seen: int) -> None:
    mark = found.remembered.get(field)
    if mark is None:
        raise Refused(services.NOT_THERE)
    if field == "split":
        parts = services.split(found, actor=request.user, seen=seen, at=mark["at"])
        messages.success(request, f"已照上次的改法拆成 {len(parts)} 项，请逐项核对。")
    elif field == "judgement":
        services.drop(found, actor=request.user, seen=seen)
        messages.success(request, f"{found}：{Judgement.DROPPED.label}，已照上次的改法标好。")
    else:
        raise Refused(SPENT)
