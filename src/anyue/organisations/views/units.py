"""The register of units: list, one unit, enter, correct, move, strike off."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from anyue.core.htmx import render_page

from .. import rules
from ..forms.units import MoveUnitForm, NewUnitForm, SeenForm, UnitFilterForm, UnitForm
from ..http import SignedInRequest
from ..models import Invitation, Unit, User
from ..services import units as services
from .answering import answer_form, posted

PAGE = 50
FORM = "organisations/unit_form.html"


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """The units in sight, filtered by what stands in the address."""
    if not rules.may_look_at_units(request.user):
        raise PermissionDenied
    form = UnitFilterForm(request.GET)
    units = form.apply(Unit.objects.visible_to(request.user))
    rows = units.with_people_count().select_related("parent").prefetch_related("sectors")
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_enter": request.user.can("units.manage"),
        "may_invite": request.user.can("people.manage"),
    }
    return render_page(request, "organisations/units.html", context, part="rows")


@require_GET
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One unit with the units below it, its people and its letters."""
    unit = _unit(request, pk)
    if not rules.may_look_at_units(request.user):
        raise PermissionDenied
    keeps_people = rules.may_keep_people(request.user, unit)
    people = User.objects.visible_to(request.user).filter(unit=unit)
    invitations = Invitation.objects.visible_to(request.user).filter(unit=unit)
    context = {
        "unit": unit,
        "crumbs": _crumbs(request.user, unit),
        "below": unit.children.active().with_people_count(),
        "people": people.prefetch_related("role_grants"),
        "people_count": unit.people.filter(is_active=True).count(),
        "invitations": invitations.open(timezone.now()).select_related("person", "created_by"),
        "keeps_people": keeps_people,
        "may_keep": rules.may_keep_unit(request.user, unit),
        "may_place": rules.may_place_unit(request.user, unit),
    }
    return render_page(request, "organisations/unit.html", context, part="people")


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Enter a unit; ?parent= proposes where, ?kind= what."""
    if not request.user.can("units.manage"):
        raise PermissionDenied
    initial = {
        "parent": request.GET.get("parent", request.user.unit_id),
        "kind": request.GET.get("kind", rules.UnitKind.ENTERPRISE),
    }
    form = NewUnitForm(posted(request), keeper=request.user, initial=initial)

    def act() -> HttpResponse:
        unit = services.create(
            actor=request.user,
            parent=form.cleaned_data["parent"],
            kind=form.cleaned_data["kind"],
            **form.facts(),
        )
        messages.success(request, f"已登记“{unit}”。")
        return redirect("organisations:unit", pk=unit.pk)

    context = {
        "title": "新增单位",
        "submit": "登记单位",
        "cancel_url": reverse("organisations:units"),
    }
    return answer_form(request, FORM, form, act, **context)


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct the entry of a unit."""
    unit = _unit(request, pk)
    _need(rules.may_keep_unit(request.user, unit))
    title = f"修改“{unit}”的登记"
    form = UnitForm(posted(request), instance=_unit(request, pk))

    def act() -> HttpResponse:
        seen = form.cleaned_data["seen"]
        services.correct(unit, actor=request.user, seen=seen, **form.facts())
        messages.success(request, "登记已修改。")
        return redirect("organisations:unit", pk=pk)

    return answer_form(
        request, FORM, form, act, title=title, submit="保存修改", cancel_url=_page_of(pk), unit=unit
    )


@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hang the unit under another one."""
    unit = _unit(request, pk)
    _need(rules.may_place_unit(request.user, unit))
    form = MoveUnitForm(posted(request), keeper=request.user, unit=unit)

    def act() -> HttpResponse:
        services.move(unit, actor=request.user, **form.cleaned_data)
        messages.success(request, f"“{unit}”已移到“{unit.parent}”下面。")
        return redirect("organisations:unit", pk=pk)

    return answer_form(
        request,
        "core/confirm.html",
        form,
        act,
        title=f"调整“{unit}”的上级",
        text=f"现在的上级是“{unit.parent}”。它下面的单位会一起移过去，原来的记录都保留。",
        submit="调整上级",
        cancel_url=_page_of(pk),
    )


@require_http_methods(["GET", "POST"])
def deactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then strike the unit off."""
    unit = _unit(request, pk)
    _need(rules.may_place_unit(request.user, unit))
    form = SeenForm(posted(request), initial={"seen": unit.revision})

    def act() -> HttpResponse:
        services.deactivate(unit, actor=request.user, **form.cleaned_data)
        messages.success(request, f"“{unit}”已停用。")
        return redirect("organisations:unit", pk=pk)

    return answer_form(
        request,
        "core/confirm.html",
        form,
        act,
        title=f"停用“{unit}”",
        text="停用后不再给它分派任务，它的账号全部停用，没用过的邀请信作废。"
        "以前的记录都保留。恢复后要重新发邀请信。",
        submit="停用单位",
        danger=True,
        cancel_url=_page_of(pk),
    )


@require_http_methods(["GET", "POST"])
def reactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then take the unit back into the register."""
    unit = _unit(request, pk)
    _need(rules.may_place_unit(request.user, unit))
    form = SeenForm(posted(request), initial={"seen": unit.revision})

    def act() -> HttpResponse:
        services.reactivate(unit, actor=request.user, **form.cleaned_data)
        messages.success(request, f"“{unit}”已恢复，请给它的人员重新发邀请信。")
        return redirect("organisations:unit", pk=pk)

    return answer_form(
        request,
        "core/confirm.html",
        form,
        act,
        title=f"恢复“{unit}”",
        text="恢复后可以再给它分派任务。它的人员要重新领取邀请信才能登录。",
        submit="恢复单位",
        cancel_url=_page_of(pk),
    )


def _unit(request: SignedInRequest, pk: int) -> Unit:
    units = Unit.objects.visible_to(request.user).select_related("parent")
    return get_object_or_404(units.prefetch_related("sectors"), pk=pk)


def _need(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _page_of(pk: int) -> str:
    return reverse("organisations:unit", args=[pk])


def _crumbs(user: User, unit: Unit) -> list[dict[str, str]]:
    """The register, the units above as far as they are in sight, and this unit."""
    steps = [part for part in unit.path.split("/") if part][:-1]
    paths = ["/" + "/".join(steps[: count + 1]) + "/" for count in range(len(steps))]
    above = Unit.objects.visible_to(user).filter(path__in=paths).order_by("path")
    return [
        {"label": "企业", "url": reverse("organisations:units")},
        *({"label": one.name, "url": _page_of(one.pk)} for one in above),
        {"label": unit.name},
    ]
