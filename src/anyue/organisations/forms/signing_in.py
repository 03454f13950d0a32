"""What may be typed in to sign in, or to choose a password?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ..models import User

CHOOSING_HELP = "至少 10 个字符；不要用电话、姓名或很常见的密码。可以粘贴，也可以让浏览器代存。"


class SignInForm(forms.Form):
    """Login name and password; `next` is the page to go on to."""

    username = forms.CharField(
        label="登录名",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "请输入登录名。"},
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入密码。"},
    )
    next = forms.CharField(required=False, max_length=2000, strip=False, widget=forms.HiddenInput)


class ChoosePasswordForm(forms.Form):
    """A new password, typed twice; checked against `person`'s name and phone as well."""

    new_password = forms.CharField(
        label="新密码",
        max_length=200,
        strip=False,
        help_text=CHOOSING_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请输入新密码。"},
    )
    repeat = forms.CharField(
        label="再输一遍新密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再输一遍新密码。"},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Both the same, and a password that the rules accept."""
        cleaned = super().clean() or {}
        password, repeat = cleaned.get("new_password"), cleaned.get("repeat")
        if password and repeat and password != repeat:
            self.add_error("repeat", "两次输入的新密码不一样，请重新输入。")
        if password:
            try:
                validate_password(password, self.person)
            except ValidationError as error:
                self.add_error("new_password", error)
        return cleaned


class ChangePasswordForm(ChoosePasswordForm):
    """The present password as well."""

    old_password = forms.CharField(
        label="现在的密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入现在的密码。"},
    )
    field_order = ["old_password", "new_password", "repeat"]
