"""Templates obey the strict policy, name their controls, and use only classes that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SOURCE = Path(settings.BASE_DIR) / "src" / "anyue"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
# A fault, what betrays it, and a sample that must be caught.
FAULTS = {
    "style 属性": (r"<[a-z][^>]*\sstyle\s*=", '<p style="color: red">a</p>'),
    "style 元素": (r"<style\b", "<style>p { color: red }</style>"),
    "内嵌脚本": (r"<script(?![^>]*\bsrc=)[^>]*>", "<script>go()</script>"),
    "事件属性": (r"<[a-z][^>]*\son[a-z]+\s*=", '<a href="/" onclick="go()">a</a>'),
    "hx-on": (r"\bhx-on\b", '<a hx-on:click="go()">a</a>'),
    "javascript 地址": (r"javascript:", '<a href="javascript:go()">a</a>'),
    "取值脚本": (r"hx-(vals|headers)\s*=\s*[\"']js:", "<a hx-vals='js:{a: 1}'>a</a>"),
    "图片没有 alt": (r"<img\b(?![^>]*\salt=)[^>]*>", '<img src="/a.png">'),
    "用占位文字当标签": (r"<(input|textarea)\b[^>]*\splaceholder=", '<input placeholder="姓名">'),
    "自动播放": (r"<(video|audio)\b[^>]*\sautoplay", "<video autoplay></video>"),
}
FORM = re.compile(r"<form\b[^>]*method\s*=\s*[\"']post[\"'][^>]*>(.*?)</form>", re.DOTALL | re.I)
CLASS = re.compile(r"\bclass=\"([^\"]*)\"")


def readable(text):
    """The template without its comments."""
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)


def faults(text):
    found = [name for name, (pattern, _) in FAULTS.items() if re.search(pattern, text, re.I)]
    if any("{% csrf_token %}" not in body for body in FORM.findall(text)):
        found.append("表单没有 csrf_token")
    return found


def classes(text):
    names = set()
    for value in CLASS.findall(re.sub(r"\{%.*?%\}", " ", text)):
        fixed = re.sub(r"\S*\{\{.*?\}\}\S*", " ", value)
        names |= {name for name in fixed.split() if re.fullmatch(r"[a-z][a-z0-9-]*[a-z0-9]", name)}
    return names


def known_classes():
    sheets = [p for p in SOURCE.rglob("static/**/*.css") if "vendor" not in p.parts]
    return set(re.findall(r"\.([a-z][\w-]*)", "".join(p.read_text("utf-8") for p in sheets)))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_a_template_obeys_the_policy(path):
    assert faults(readable(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_a_template_uses_only_classes_of_the_stylesheet(path):
    assert classes(readable(path.read_text(encoding="utf-8"))) - known_classes() == set()


def test_a_class_that_no_stylesheet_knows_is_seen():
    html = '<p class="muted{% if a == "b" %} unheard-of{% endif %} tag-{{ tone }}">a</p>'

    assert classes(html) - known_classes() == {"unheard-of"}


@pytest.mark.parametrize("name", FAULTS)
def test_the_lint_catches(name):
    assert name in faults(FAULTS[name][1])


def test_the_lint_catches_a_form_without_its_token():
    assert faults('<form method="post"><p>a</p></form>') == ["表单没有 csrf_token"]
    assert faults('<form method="post">{% csrf_token %}</form>') == []
    assert faults('<form method="get"></form>') == []


def test_the_lint_sees_the_templates_of_every_surface():
    names = {path.name for path in TEMPLATES}

    assert {"desk_base.html", "enterprise_base.html", "public_base.html"} <= names


def test_the_page_head_carries_the_settings_of_htmx_and_the_language():
    base = (SOURCE / "core/templates/base.html").read_text(encoding="utf-8")

    assert '<html lang="zh-CN"' in base
    assert '"allowEval":false' in base
    assert '"allowScriptTags":false' in base
    assert '{"code":"422","swap":true}' in base
