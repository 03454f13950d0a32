"""What may be typed in about a unit, and how may the register be filtered?"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms

from ..models import Sector, Unit, User
from ..queries import UnitQuerySet
from ..roles import ROLES
from ..rules import UnitKind
from .people import PhoneField


class UnitFilterForm(forms.Form):
    """The filters of the register; all of them stand in the address."""

    q = forms.CharField(label="名称、代码或联系人", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部类别"), *UnitKind.choices]
    )
    sector = forms.ModelChoiceField(
        label="行业", required=False, queryset=Sector.objects.all(), empty_label="全部行业"
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "在册"), ("off", "已停用"), ("all", "全部")],
    )
    account = forms.ChoiceField(
        label="账号", required=False, choices=[("", "不限"), ("none", "还没有账号")]
    )

    def first_row(self) -> list[forms.BoundField]:
        """What is asked most."""
        return [self["q"], self["kind"]]

    def second_row(self) -> list[forms.BoundField]:
        """What is folded away."""
        return [self["sector"], self["state"], self["account"]]

    def uses_second_row(self) -> bool:
        """True when a folded filter is set, so that it must be seen."""
        return any(bound.value() for bound in self.second_row())

    def apply(self, units: UnitQuerySet) -> UnitQuerySet:
        """The units that pass; a filter with a wrong value is shown and left out."""
        self.is_valid()
        wanted = self.cleaned_data
        if text := wanted.get("q"):
            units = units.matching(text)
        if kind := wanted.get("kind"):
            units = units.filter(kind=kind)
        if sector := wanted.get("sector"):
            units = units.filter(sectors=sector)
        if wanted.get("state") != "all":
            units = units.filter(is_active=wanted.get("state") != "off")
        if wanted.get("account"):
            units = units.without_account()
        return units


class UnitForm(forms.ModelForm):
    """The facts of an entry; `seen` is the revision the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=40, required=False, help_text="18 位，见营业执照。"
    )
    contact_phone = PhoneField(label="联系电话", required=False)

    class Meta:
        model = Unit
        fields = [
            "name",
            "short_name",
            "credit_code",
            "sectors",
            "is_key",
            "head_count",
            "address",
            "contact_name",
            "contact_phone",
            "organ_code",
        ]
        widgets = {"sectors": forms.CheckboxSelectMultiple}
        help_texts = {
            "is_key": "民爆、危险化学品等风险较高的单位。",
            "organ_code": "只有机关才有，用于公文文号，例如“工信”。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision

    def clean_credit_code(self) -> str | None:
        """Small letters, full-width ones and spaces are forgiven."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["credit_code"] or "")
        return "".join(typed.split()).upper() or None

    def facts(self) -> dict[str, Any]:
        """What the services write: plain fields and sectors."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewUnitForm(UnitForm):
    """A new entry: place and kind as well."""

    parent = forms.ModelChoiceField(
        label="上级单位", queryset=Unit.objects.none(), empty_label="请选择"
    )
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices)
    field_order = ["parent", "kind", "name"]

    def __init__(self, *args: Any, keeper: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Unit.objects.visible_to(keeper).active().exclude(kind=UnitKind.WORKSHOP)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class MoveUnitForm(forms.Form):
    """Where the unit shall hang; its own branch is not offered."""

    parent = forms.ModelChoiceField(
        label="新的上级单位",
        queryset=Unit.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择新的上级单位。"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, keeper: User, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Unit.objects.visible_to(keeper).active().may_hold(unit.kind)
        places = places.exclude(path__startswith=unit.path).exclude(children=unit)
        self.fields["parent"].queryset = places  # type: ignore[attr-defined]
        self.fields["seen"].initial = unit.revision


class SeenForm(forms.Form):
    """Nothing but the revision that the confirmation page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class LettersForm(forms.Form):
    """The role for which the letters of many firms are printed."""

    role = forms.ChoiceField(
        label="邀请的角色",
        initial="firm_safety",
        choices=[(role.code, role.label) for role in ROLES.values() if role.place == "enterprise"],
    )
