"""The menu of the signed-in person."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from .rules import works_at_desk


@dataclass(frozen=True)
class Entry:
    """One line of a menu, shown to whoever has one of the capabilities; none named: everybody."""

    label: str
    url_name: str
    icon: str
    needs: tuple[str, ...] = ()


ACCOUNT = Entry("我的账号", "organisations:account", "user")
DESK = (
    Entry("工作台", "dashboards:desk", "home", ("ledger.read",)),
    Entry("方案", "campaigns:list", "file-text", ("plan.read",)),
    Entry("任务台账", "assignments:ledger", "clipboard-list", ("ledger.read",)),
    Entry("审核", "assignments:review_queue", "list-check", ("review",)),
    Entry("企业", "organisations:units", "building", ("units.manage", "ledger.read", "plan.read")),
    Entry("设置", "phrases:words", "settings", ("words.edit", "plan.edit")),
    ACCOUNT,
)
ENTERPRISE = (
    Entry("首页", "dashboards:enterprise", "home"),
    Entry("人员", "organisations:people", "users", ("people.manage",)),
    ACCOUNT,
)


def menu(request: HttpRequest) -> dict[str, object]:
    """Context for all templates: `menu`, a list of {label, url, icon, current, count}.

    Built when a template first asks, so that pages without a menu cost no query.
    """
    return {"menu": SimpleLazyObject(lambda: _entries(request))}


def _entries(request: HttpRequest) -> list[dict[str, object]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    shown = []
    for entry in DESK if works_at_desk(user) else ENTERPRISE:
        if entry.needs and not any(user.can(one) for one in entry.needs):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        shown.append(
            {"label": entry.label, "url": url, "icon": entry.icon, "current": False, "count": None}
        )
    here = [entry for entry in shown if request.path.startswith(str(entry["url"]))]
    if here:
        max(here, key=lambda entry: len(str(entry["url"])))["current"] = True
    return shown
