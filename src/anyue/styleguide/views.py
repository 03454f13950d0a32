"""Every component in every state on one page, and one sample page for each surface."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from . import content
from .forms import SampleForm, wrong_form

PAGES = {
    "": "styleguide/index.html",
    "enterprise": "styleguide/enterprise.html",
    "confirmation": "styleguide/confirmation.html",
    "public": "styleguide/public.html",
    "print": "styleguide/print.html",
    "picture": "core/picture.html",
    "dialog": "core/confirm.html",
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The style guide; `page` chooses a sample page. No data of the site is read."""
    page = request.GET.get("page", "")
    if page not in PAGES:
        raise Http404(page)
    picture = static("styleguide/sample.svg")
    photos = content.photos(picture)
    context = {
        "menu": content.menu(),
        "campaign": "2026年安全生产月",
        "campaigns": [{"label": "2026年安全生产月", "url": "#", "current": True}],
        "site": content.SITE,
        "sample": SampleForm(),
        "wrong": wrong_form(),
        "statuses": content.STATUS_WORDS,
        "steps": content.steps(),
        "entries": content.timeline(),
        "groups": content.task_groups(),
        "rows": content.rows(),
        "page": Paginator(range(378), 50).page(2),
        "summary": content.summary(),
        "conflict": content.conflict(),
        "difference": content.difference(),
        "source": content.SOURCE,
        "photos": photos,
        "photo": {**photos[0], "url": picture},
        "previous_url": "?page=picture",
        "next_url": "?page=picture",
        "back_url": "?",
        "cancel_url": "?",
        "submit": "退回企业",
        "danger": page == "dialog",
        "title": "退回这次上报",
        "text": "退回后，企业会收到提醒，只有标出的内容可以修改。",
        "tabs": [
            {"label": "全部", "url": "?", "count": 378, "current": True},
            {"label": "待审核", "url": "#", "count": 12},
            {"label": "临期", "url": "#", "count": 5},
            {"label": "逾期", "url": "#", "count": 2},
            {"label": "已完成", "url": "#", "count": 0},
        ],
    }
    return render(request, PAGES[page], context)
