"""Why a published plan is changed."""

from django import forms


class AmendForm(forms.Form):
    """The reason stands with the next version, for everybody to read."""

    reason = forms.CharField(
        label="修改原因",
        max_length=200,
        help_text="新版本发布时会公布，例如：咨询日因天气改期。",
        error_messages={"required": "请写明为什么要修改。"},
    )
