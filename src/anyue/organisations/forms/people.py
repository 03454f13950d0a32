"""What may be typed in about a person, their roles, and an invitation?"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

from ..models import User
from ..roles import Role
from .signing_in import ChoosePasswordForm

PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|\d{7,8}")


class PhoneField(forms.CharField):
    """A mobile number, or a landline with or without area code and extension."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        attrs = {"autocomplete": "tel", "inputmode": "tel"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        """Digits and dashes; full-width digits and spaces are forgiven."""
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return re.sub(r"\s", "", text)

    def validate(self, value: Any) -> None:
        """A number that can be dialled."""
        super().validate(value)
        if value and not PHONE.fullmatch(value):
            raise forms.ValidationError(
                "电话号码不对，请写 11 位手机号，或区号加座机号（例如 0943-5521234）。"
            )


class PersonForm(forms.Form):
    """Contact facts of a person."""

    name = forms.CharField(
        label="姓名",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请输入姓名。"},
    )
    phone = PhoneField(label="手机号", error_messages={"required": "请输入手机号。"})
    post = forms.CharField(label="职务", max_length=40, required=False)


class RolesField(forms.MultipleChoiceField):
    """Roles as large ticks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="角色",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "请至少选一个角色。"},
            **kwargs,
        )


def _username_field(help_text: str) -> forms.CharField:
    model_field = User._meta.get_field("username")
    return forms.CharField(
        label="登录名",
        max_length=40,
        help_text=help_text,
        validators=model_field.validators,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "请输入登录名。"},
    )


class NewPersonForm(PersonForm):
    """A person who is entered by somebody else."""

    username = _username_field("用来登录，建议用手机号；以后不能改。")
    roles = RolesField()

    def __init__(self, *args: Any, choices: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.code, role.label) for role in choices
        ]


class RolesForm(forms.Form):
    """All roles of a person; `seen` are those the page showed, so nobody's change is lost."""

    roles = RolesField()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, choices: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.code, role.label) for role in choices
        ]

    def clean_seen(self) -> list[str]:
        """The codes, from one comma separated text."""
        return [code for code in self.cleaned_data["seen"].split(",") if code]


class InviteForm(forms.Form):
    """The role of an invitation and, where known, whom it is for."""

    role = forms.ChoiceField(label="邀请的角色")
    invited_name = forms.CharField(
        label="受邀人姓名",
        max_length=40,
        required=False,
        help_text="印在邀请信上；不写时由单位自己指定。",
    )

    def __init__(self, *args: Any, choices: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.code, role.label) for role in choices
        ]


class CodeForm(forms.Form):
    """The code of the letter."""

    code = forms.CharField(
        label="邀请码",
        max_length=40,
        help_text="印在邀请信上，12 位，例如 ACDE-FGHJ-KLMN；不分大小写。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "请输入邀请码。"},
    )


class NewAccountForm(ChoosePasswordForm):
    """The invited person's own facts, login name and password."""

    name = forms.CharField(
        label="姓名",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请输入姓名。"},
    )
    phone = PhoneField(label="手机号", error_messages={"required": "请输入手机号。"})
    username = _username_field("以后用它登录，建议用手机号。")
    field_order = ["name", "phone", "username", "new_password", "repeat"]

    def clean(self) -> dict[str, Any]:
        """The password is also compared with what was just typed above it."""
        for name in ("name", "phone", "username"):
            setattr(self.person, name, self.cleaned_data.get(name, ""))
        return super().clean()
