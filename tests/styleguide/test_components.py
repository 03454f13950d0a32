"""The parts that pages are made of: what a screen reader and a careless author meet."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory


class DrillForm(forms.Form):
    title = forms.CharField(label="名称", help_text="60 字以内。")
    place = forms.ChoiceField(
        label="地点", choices=[("in", "厂内"), ("out", "厂外")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="备注", required=False)
    seen = forms.IntegerField(label="版本", widget=forms.HiddenInput)


def show(source, **context):
    request = context.pop("request", None) or RequestFactory().get("/")
    return Template("{% load anyue %}" + source).render(RequestContext(request, context))


def test_a_field_ties_its_label_hint_and_error_to_the_input():
    html = show("{% field form.title %}", form=DrillForm({}))

    assert '<label for="id_title">名称</label>' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_stands_in_a_fieldset_with_a_legend():
    html = show("{% field form.place %}", form=DrillForm())

    assert re.search(r"<fieldset.*<legend>地点</legend>", html, re.DOTALL)
    assert html.count('<label for="id_place_') == 2


def test_only_an_optional_field_says_so():
    form = DrillForm()

    assert "（选填）" in show("{% field form.note %}", form=form)
    assert "（选填）" not in show("{% field form.title %}", form=form)


def test_a_whole_form_looks_like_its_single_fields():
    form = DrillForm()

    assert show("{% field form.title %}", form=form).strip() in show("{{ form }}", form=form)


def test_what_was_typed_is_shown_as_text():
    form = DrillForm({"title": "<b>甲</b>"})

    assert "<b>" not in show("{% error_summary form refusal %}{{ form }}", form=form, refusal="<b>")


def test_the_error_summary_links_each_sentence_to_its_field():
    html = show("{% error_summary form refusal %}", form=DrillForm({}), refusal="活动已经发布。")

    assert '<a href="#id_title">名称：' in html
    assert '<a href="#id_place_0">地点：' in html
    assert "<li>活动已经发布。</li>" in html
    assert "有 4 处需要改正" in html
    assert 'href="#id_seen"' not in html


def test_the_error_summary_reads_formsets():
    drills = forms.formset_factory(DrillForm)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"}

    assert 'href="#id_form-0-title"' in show("{% error_summary all %}", all=drills(data))


def test_without_errors_there_is_no_summary_and_no_title_prefix():
    form = DrillForm()

    assert show("{% error_summary form refusal %}{% title_prefix %}", form=form).strip() == ""


@pytest.mark.parametrize("name", ["form", "refusal", "formset"])
def test_an_error_shows_in_the_title(name):
    wrong = {
        "form": DrillForm({}),
        "refusal": "活动已经发布。",
        "formset": forms.formset_factory(DrillForm)(
            {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"}
        ),
    }

    assert show("{% title_prefix %}", **{name: wrong[name]}) == "错误："


def test_a_status_is_a_word_with_a_picture_and_an_unknown_word_is_refused():
    assert re.search(r"<svg .*</svg>待审核</span>", show('{% status_tag "待审核" %}'))
    with pytest.raises(TemplateSyntaxError, match="不在固定名单里"):
        show('{% status_tag "差不多" %}')


def test_a_banner_and_an_empty_state_take_nothing_from_the_page_around_them():
    html = show('{% banner "info" "正文" %}{% empty "没有" %}', title="页名", url="/x", link="去")

    assert "页名" not in html
    assert "/x" not in html


def test_the_pager_keeps_the_filter():
    request = RequestFactory().get("/desk/tasks/?unit=7&page=2")
    page = Paginator(range(120), 50).page(2)

    html = show('{% include "core/_pager.html" %}', page=page, request=request)

    assert 'href="?unit=7&amp;page=1"' in html
    assert 'href="?unit=7&amp;page=3"' in html
    assert "共 120 条，第 2 / 3 页" in html


def test_the_current_step_says_where_it_stands():
    steps = [
        {"label": "情况", "url": "/1", "state": "done"},
        {"label": "证据", "url": "/2", "state": "current"},
        {"label": "核对", "url": "", "state": "todo"},
    ]

    html = show('{% include "core/_steps.html" %}', steps=steps)

    assert html.count('aria-current="step"') == 1
    assert "第2步，共3步" in html
    assert 'href="/1"' in html
    assert 'href="/2"' not in html


def test_a_task_that_cannot_start_is_no_link():
    groups = [{"title": "演练", "items": [{"title": "评估", "url": "", "status": ""}]}]

    html = show('{% include "core/_tasks.html" %}', groups=groups)

    assert "尚不能开始" in html
    assert "<a " not in html


def test_the_page_of_an_error_says_what_to_do():
    request = RequestFactory().get("/")
    request.META["CSRF_COOKIE"] = "a" * 32
    template = '{% include "core/error.html" %}'
    for code, sentence in ((404, "从首页重新进入"), (403, "有权限的同事"), (500, "7F3A")):
        context = {"code": code, "reference": "7F3A", "request": request, "user": SimpleNamespace()}
        assert sentence in show(template, **context)
