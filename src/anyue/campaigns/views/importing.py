"""The list of plans, and taking in a notice."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from anyue.core.errors import Refused
from anyue.organisations.http import SignedInRequest

from .. import rules, services
from ..forms.importing import ImportForm, PasteForm
from ..models import Campaign, Notice

PAGE_SIZE = 20


@require_GET
def plan_list(request: SignedInRequest) -> HttpResponse:
    """All plans in sight, newest first, and files that wait for their text."""
    if not request.user.can("plan.read"):
        raise PermissionDenied
    plans = Campaign.objects.visible_to(request.user).select_related("unit").with_counts()
    newest = plans.order_by("-created_at", "-pk")
    context = {
        "page": Paginator(newest, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": Notice.objects.visible_to(request.user).without_plan(),
        "may_import": rules.may_import(request.user),
    }
    return render(request, "campaigns/list.html", context)


@require_http_methods(["GET", "POST"])
def import_notice(request: SignedInRequest) -> HttpResponse:
    """Upload or paste; a notice known already is refused with a link to its plan."""
    if not rules.may_import(request.user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                campaign = _imported(request, form)
            except services.AlreadyImported as error:
                return render(
                    request,
                    "campaigns/imported_before.html",
                    {"notice": error.notice, "refusal": str(error)},
                    status=error.status_code,
                )
            except services.NotReadable as error:
                messages.warning(request, str(error))
                return redirect("campaigns:paste", error.notice.pk)
            except Refused as error:
                refusal, status = str(error), error.status_code
            else:
                messages.success(request, "已导入。请核对识别出的要素。")
                return redirect("campaigns:fields", campaign.pk)
    context = {"form": form, "refusal": refusal}
    return render(request, "campaigns/import.html", context, status=status)


def _imported(request: SignedInRequest, form: ImportForm) -> Campaign:
    file = form.cleaned_data["file"]
    if file is None:
        return services.import_pasted(actor=request.user, text=form.cleaned_data["text"])
    return services.import_notice(actor=request.user, data=file.read(), name=file.name)


@require_http_methods(["GET", "POST"])
def import_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import the same file a second time, on purpose."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        return render(request, "campaigns/imported_before.html", {"notice": notice})
    campaign = services.import_again(notice, actor=request.user)
    messages.success(request, "已另建一份方案。请核对识别出的要素。")
    return redirect("campaigns:fields", campaign.pk)


@require_http_methods(["GET", "POST"])
def paste(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file was kept but not read: its text is pasted here."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).without_plan(), pk=pk)
    form = PasteForm(request.POST or None)
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                campaign = services.paste_instead(
                    notice, actor=request.user, text=form.cleaned_data["text"]
                )
            except Refused as error:
                refusal, status = str(error), error.status_code
            else:
                messages.success(request, "已按粘贴的正文导入，原件保存在旁边。")
                return redirect("campaigns:fields", campaign.pk)
    context = {"form": form, "notice": notice, "refusal": refusal}
    return render(request, "campaigns/paste.html", context, status=status)
