"""Settings of the reader: the office's words, trying them, their file, what is remembered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anyue.core.errors import Refused
from anyue.core.htmx import render_page
from anyue.organisations.http import SignedInRequest
from anyue.organisations.models import Unit
from anyue.reading import own_words

from . import rules, services
from .forms import PhraseForm, SeenForm, TryForm, WordsFileForm
from .models import Correction, Phrase, PhraseChange
from .showing import TABS, compare, groups, tab_of

WORDS = "phrases/words.html"
PAGE = 50
SPENT = "这个按钮已经失效，请刷新页面后再点。"


def _office(request: SignedInRequest) -> Unit:
    if not rules.may_look(request.user) or request.user.unit is None:
        raise PermissionDenied
    return request.user.unit


def _keeper_of_words(request: SignedInRequest) -> Unit:
    unit = _office(request)
    if not rules.may_change_words(request.user, unit):
        raise PermissionDenied
    return unit


@require_GET
def words(request: SignedInRequest) -> HttpResponse:
    """The reader's words and the office's own, one tab for each sort."""
    return _words_page(request, PhraseForm(initial={"place": request.GET.get("place", "")}))


def _words_page(
    request: SignedInRequest, form: PhraseForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    unit = _office(request)
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = tab_of(form["place"].value() or "kinds.")
    phrases = list(Phrase.objects.visible_to(request.user).select_related("added_by"))
    own = [tab_of(phrase.place) for phrase in phrases]
    context = {
        "form": form,
        "tabs": [
            {
                "label": label,
                "url": f"{reverse('phrases:words')}?tab={key}",
                "current": key == tab,
                "count": own.count(key),
            }
            for key, label in TABS.items()
        ],
        "groups": groups(tab, phrases),
        "may_change": rules.may_change_words(request.user, unit),
        "settings": _settings(request, "words"),
        **more,
    }
    return render_page(request, WORDS, context, part="tried", status=status)


@require_POST
def try_out(request: SignedInRequest) -> HttpResponse:
    """Show what is recognised in a sentence; keeps nothing."""
    unit = _office(request)
    form = TryForm(request.POST)
    if not form.is_valid():
        return _words_page(request, form, status=422)
    data = form.cleaned_data
    own = services.own_tables(unit)
    place, phrase = data["place"], data["words"]
    taken = [one for where, one in own_words.entries(own) if where == place]
    more = {
        "tried": compare(data["example"], own, place, phrase),
        "tried_words": phrase,
        "objection": own_words.objection(place, phrase, taken) if phrase else None,
    }
    return _words_page(request, form, **more)


@require_POST
def add(request: SignedInRequest) -> HttpResponse:
    """Add a word."""
    unit = _keeper_of_words(request)
    form = PhraseForm(request.POST)
    if not form.is_valid():
        return _words_page(request, form, status=422)
    try:
        phrase = services.add(actor=request.user, unit=unit, **form.cleaned_data)
    except Refused as error:
        form.add_error("words", str(error))
        return _words_page(request, form, status=error.status_code)
    messages.success(request, f"已加上“{phrase}”，下次导入通知时就会认它。")
    return redirect(f"{reverse('phrases:words')}?tab={tab_of(phrase.place)}")


@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a word out again."""
    phrase = get_object_or_404(Phrase.objects.visible_to(request.user), pk=pk)
    services.remove(phrase, actor=request.user)
    messages.success(request, f"已删掉“{phrase}”。要恢复，请到“修改记录”里点“重新加上”。")
    return redirect(f"{reverse('phrases:words')}?tab={tab_of(phrase.place)}")


@require_GET
def changes(request: SignedInRequest) -> HttpResponse:
    """Who added and removed which word, the newest first."""
    unit = _office(request)
    rows = PhraseChange.objects.visible_to(request.user).select_related("actor")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    here = set(Phrase.objects.visible_to(request.user).values_list("place", "words"))
    labels = own_words.places()
    context = {
        "page": page,
        "rows": [
            {
                "change": row,
                "place": labels.get(row.place, row.place),
                "is_gone": (row.place, row.words) not in here,
            }
            for row in page
        ],
        "may_change": rules.may_change_words(request.user, unit),
        "settings": _settings(request, "changes"),
    }
    return render(request, "phrases/changes.html", context)


@require_GET
def export_file(request: SignedInRequest) -> HttpResponse:
    """The office's own words as a TOML file of the reader's shape."""
    text = own_words.to_toml(services.own_tables(_office(request), with_examples=True))
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    name = f"anyue-words-{timezone.localdate():%Y%m%d}.toml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def import_file(request: SignedInRequest) -> HttpResponse:
    """Take words from a file; what is left out is listed with its reason."""
    unit = _keeper_of_words(request)
    form = WordsFileForm(request.POST or None, request.FILES or None)
    refusal, status, imported = "", 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            text = form.cleaned_data["file"]
            try:
                imported = services.import_toml(actor=request.user, unit=unit, text=text)
                status = 200
            except Refused as error:
                refusal, status = str(error), error.status_code
    context = {
        "form": form,
        "refusal": refusal,
        "imported": imported,
        "settings": _settings(request, "words"),
    }
    return render(request, "phrases/import.html", context, status=status)


@require_GET
def corrections(request: SignedInRequest) -> HttpResponse:
    """What the office remembers, the newest first; ?show=forgotten for the rest."""
    unit = _reader_of_plans(request)
    forgotten = request.GET.get("show") == "forgotten"
    all_ = Correction.objects.visible_to(request.user)
    in_use = all_.in_use()
    rows = all_.exclude(forgotten_at=None) if forgotten else in_use
    shown = rows.select_related("made_by").prefetch_related("trail__actor")
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "forgotten": forgotten,
        "tabs": [
            {"label": "在用", "url": "?", "current": not forgotten, "count": in_use.count()},
            {
                "label": "已忘掉",
                "url": "?show=forgotten",
                "current": forgotten,
                "count": all_.count() - in_use.count(),
            },
        ],
        "may_forget": rules.may_forget(request.user, unit),
        "settings": _settings(request, "corrections"),
    }
    return render(request, "phrases/corrections.html", context)


@require_POST
def forget(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop proposing a correction."""
    row, seen = _correction(request, pk)
    services.forget(row, actor=request.user, seen=seen)
    messages.success(request, f"已忘掉“{row}”。要恢复，请到“已忘掉”里点“重新记住”。")
    return redirect("phrases:corrections")


@require_POST
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose a forgotten correction again."""
    row, seen = _correction(request, pk)
    services.bring_back(row, actor=request.user, seen=seen)
    messages.success(request, f"已重新记住“{row}”。")
    return redirect("phrases:corrections")


def _correction(request: SignedInRequest, pk: int) -> tuple[Correction, int]:
    row = get_object_or_404(Correction.objects.visible_to(request.user), pk=pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Refused(SPENT)
    return row, form.cleaned_data["seen"]


def _reader_of_plans(request: SignedInRequest) -> Unit:
    unit = _office(request)
    if not rules.may_look_at_corrections(request.user):
        raise PermissionDenied
    return unit


def _settings(request: SignedInRequest, current: str) -> list[dict[str, Any]]:
    """The pages of the settings that this person may open."""
    pages = [("words", "识别词"), ("corrections", "记住的改法"), ("changes", "识别词修改记录")]
    if not rules.may_look_at_corrections(request.user):
        del pages[1]
    return [
        {"label": label, "url": reverse(f"phrases:{name}"), "current": name == current}
        for name, label in pages
    ]
