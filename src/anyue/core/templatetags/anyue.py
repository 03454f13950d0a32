"""How do pages show assets, icons, fields and states? `{% load anyue %}`."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anyue.core import assets

register = template.Library()


class Look(NamedTuple):
    """How a word of a fixed list appears: tone is a colour of the stylesheet."""

    tone: str
    icon: str


STATUSES = {
    "未开始": Look("plain", "circle"),
    "进行中": Look("blue", "circle-half"),
    "待审核": Look("yellow", "clock"),
    "退回待改": Look("orange", "arrow-back-up"),
    "临期": Look("amber", "exclamation"),
    "逾期": Look("red", "exclamation-double"),
    "已完成": Look("green", "check"),
    "已销号": Look("solid", "square"),
    "已撤销": Look("plain", "ban"),
}
RISKS = {1: ("Ⅰ", "重大风险"), 2: ("Ⅱ", "较大风险"), 3: ("Ⅲ", "一般风险"), 4: ("Ⅳ", "低风险")}
BANNER_ICONS = {
    "info": "info-circle",
    "done": "circle-check",
    "warn": "alert-triangle",
    "error": "alert-circle",
    "offline": "wifi-off",
}
HIDDEN = format_html('aria-hidden="{}"', "true")
MESSAGE_KINDS = {"success": "done", "warning": "warn", "error": "error"}


@register.simple_tag
def asset(name: str) -> SafeString:
    """The element that loads the stylesheet or script `name`."""
    found = assets.find(name)
    url = static(found.path)
    pin = (
        format_html(' integrity="{}" crossorigin="anonymous"', found.integrity)
        if found.integrity
        else ""
    )
    if found.is_style:
        return format_html('<link rel="stylesheet" href="{}"{}>', url, pin)
    if found.is_module:
        return format_html('<script src="{}" type="module"></script>', url)
    return format_html('<script src="{}"{} defer></script>', url, pin)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture of the sprite; silent beside a word, spoken as `label` where it stands alone.

    Raises:
        TemplateSyntaxError: the sprite has no such picture.
    """
    if name not in assets.icon_names():
        raise template.TemplateSyntaxError(f"图标 {name} 不在 sprite.svg 里。")
    voice = format_html('role="img" aria-label="{}"', label) if label else HIDDEN
    return format_html(
        '<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>',
        voice,
        static(assets.SPRITE),
        name,
    )


@register.simple_tag
def tag(word: str, tone: str = "plain", name: str = "") -> SafeString:
    """A rounded tag; `tone` is plain, blue, green, yellow, amber, orange, red or solid."""
    picture = icon(name) if name else ""
    return format_html('<span class="tag tag-{}">{}{}</span>', tone, picture, word)


@register.simple_tag
def status_tag(word: str) -> SafeString:
    """The tag of a status word.

    Raises:
        TemplateSyntaxError: the word is not on the fixed list.
    """
    look = STATUSES.get(str(word))
    if look is None:
        raise template.TemplateSyntaxError(
            f"状态“{word}”不在固定名单里，可用的有：{'、'.join(STATUSES)}。"
        )
    return tag(str(word), look.tone, look.icon)


@register.simple_tag
def risk_chip(level: int) -> SafeString:
    """The square chip of risk level 1 (重大) to 4 (低)."""
    numeral, word = RISKS[int(level)]
    return format_html('<span class="chip chip-{}"><b>{}</b>{}</span>', int(level), numeral, word)


@register.inclusion_tag("core/_banner.html")
def banner(kind: str, text: str, title: str = "", url: str = "", link: str = "") -> dict[str, str]:
    """A notice in the page; `kind` is info, done, warn, error or offline."""
    return {"kind": kind, "text": text, "title": title, "url": url, "link": link}


@register.inclusion_tag("core/_empty.html")
def empty(
    text: str, url: str = "", link: str = "", *, filled: bool = False, picture: str = ""
) -> dict[str, Any]:
    """Why there is nothing here, and the one thing to do; `filled` makes that the main button."""
    return {"text": text, "url": url, "link": link, "filled": filled, "picture": picture}


@register.filter
def banner_icon(kind: str) -> str:
    """Name of the picture that belongs to a banner of this kind."""
    return BANNER_ICONS[kind]


@register.filter
def message_kind(tags: str) -> str:
    """Kind of the banner that shows one of Django's messages."""
    return MESSAGE_KINDS.get(tags.split(" ")[-1], "info")


@register.filter
def focus_id(field: BoundField) -> str:
    """The id that a link to this field must name: of a group, its first choice."""
    if field.use_fieldset and len(field.subwidgets) > 1:
        return str(field.subwidgets[0].id_for_label)
    return str(field.id_for_label or field.auto_id)


@register.inclusion_tag("django/forms/field.html")
def field(bound: BoundField, width: str = "", note: str = "") -> dict[str, Any]:
    """Label, hint, error and input of one form field.

    `width` is short (10 characters), medium (20) or empty (all there is); `note` stands under
    the input, for example why a sent-back field was reopened.
    """
    return {"field": bound, "width": width, "note": note}


class Problem(NamedTuple):
    """One line of the error summary; `target` is the id to jump to, or ""."""

    text: str
    target: str


def problems_of(form: BaseForm) -> Iterable[Problem]:
    """Every error of the form in the order of its fields."""
    for text in form.non_field_errors():
        yield Problem(str(text), "")
    for bound in form:
        for text in bound.errors:
            # On top of the page the sentence stands alone: it must say which field it means.
            named = str(text) if str(bound.label) in str(text) else f"{bound.label}：{text}"
            yield Problem(named, "" if bound.is_hidden else focus_id(bound))


@register.inclusion_tag("core/_error_summary.html")
def error_summary(*sources: Any) -> dict[str, Any]:
    """All errors on top of the page, each linked to its field.

    Takes forms, formsets and plain sentences (a refusal); empty ones are passed over.
    """
    found: list[Problem] = []
    for source in sources:
        if isinstance(source, BaseForm):
            found.extend(problems_of(source))
        elif hasattr(source, "non_form_errors"):
            found.extend(Problem(str(text), "") for text in source.non_form_errors())
            for form in source:
                found.extend(problems_of(form))
        elif source:
            found.append(Problem(str(source), ""))
    return {"problems": found}


def has_errors(value: Any) -> bool:
    """True for a bound form or formset with errors, and for a refusal's sentence."""
    if hasattr(value, "total_error_count"):
        return bool(value.is_bound and value.total_error_count())
    return bool(getattr(value, "errors", isinstance(value, str) and value))


@register.simple_tag(takes_context=True)
def title_prefix(context: template.Context) -> str:
    """错误： in front of the title when `form`, `formset` or `refusal` carries an error."""
    wrong = any(has_errors(context.get(name)) for name in ("form", "formset", "refusal"))
    return "错误：" if wrong else ""
