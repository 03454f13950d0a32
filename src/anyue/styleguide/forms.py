"""A form with every kind of input, empty and wrong."""

from django import forms


class SampleForm(forms.Form):
    """Each widget that pages use, once."""

    title = forms.CharField(
        label="活动名称",
        max_length=60,
        help_text="写清做什么，60 字以内。",
        error_messages={"required": "请填写活动名称"},
    )
    held_date = forms.DateField(
        label="举行日期",
        help_text="6月1日至6月30日之间。",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日期要写成 2026-06-16 这样"},
    )
    people = forms.IntegerField(
        label="参加人数",
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"min_value": "参加人数至少 1 人"},
    )
    kind = forms.ChoiceField(
        label="活动类型",
        choices=[("", "请选择"), ("train", "培训"), ("drill", "演练"), ("check", "排查")],
    )
    place = forms.ChoiceField(
        label="在哪里举行",
        choices=[("in", "厂内"), ("out", "厂外"), ("online", "线上")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个举行地点"},
    )
    proof = forms.MultipleChoiceField(
        label="交哪些佐证",
        choices=[("photo", "现场照片"), ("sign", "签到表"), ("text", "活动小结")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    story = forms.CharField(
        label="活动情况", widget=forms.Textarea(attrs={"rows": 4}), help_text="50 至 300 字。"
    )
    photos = forms.FileField(
        label="现场照片",
        required=False,
        help_text="需看清：横幅、人数、日期。最多 9 张。",
        widget=forms.FileInput(attrs={"accept": "image/*", "data-shrink": True}),
    )
    true = forms.BooleanField(label="以上内容属实", error_messages={"required": "请勾选“属实”"})


def wrong_form() -> SampleForm:
    """The same form after an answer full of mistakes."""
    form = SampleForm(
        {"title": "", "held_date": "六月", "people": "0", "story": "办了一次", "kind": "drill"},
        auto_id="wrong_%s",
    )
    form.full_clean()
    return form
