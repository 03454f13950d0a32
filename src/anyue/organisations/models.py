"""Units in a tree, people with roles, invitations, and the slow-down of guessing."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models

from .queries import InvitationQuerySet, UnitQuerySet, UserManager
from .roles import CHOICES, ROLES
from .rules import GOVERNMENT, UnitKind, validate_credit_code


class Sector(models.Model):
    """An industry tag such as 民用爆炸物品; a unit may carry several."""

    code = models.SlugField("代码", unique=True)
    name = models.CharField("名称", max_length=40, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "行业"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A place in the tree. `path` holds the keys from the root, "/1/4/17/"; scope is a prefix.

    Only `services` sets `path`; `revision` counts every change of the entry.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=30, blank=True)
    credit_code = models.CharField(
        "统一社会信用代码",
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_credit_code],
        error_messages={"unique": "这个统一社会信用代码已经登记过，请核对是否重复登记。"},
    )
    organ_code = models.CharField("机关代字", max_length=10, blank=True)
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name="行业")
    is_key = models.BooleanField("重点单位", default=False)
    head_count = models.PositiveIntegerField("从业人数", null=True, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=20, blank=True)
    is_active = models.BooleanField("在册", default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = "单位"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=UnitKind.values), name="unit_kind_known"
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="one_unit_name_per_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def oversees(self, other: Unit) -> bool:
        """True for the units below, not for itself."""
        return other.path.startswith(self.path) and other.path != self.path

    @property
    def is_government(self) -> bool:
        """True for the kinds of unit that supervise."""
        return self.kind in GOVERNMENT


class User(AbstractBaseUser):
    """A person of one unit. What they may do comes from their roles."""

    username = models.CharField(
        "登录名",
        max_length=40,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "这个登录名已经有人用了，请换一个（可用手机号）。"},
    )
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机号", max_length=20, blank=True)
    post = models.CharField("职务", max_length=40, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="单位"
    )
    is_active = models.BooleanField("可登录", default=True)
    must_change_password = models.BooleanField("下次登录改密码", default=False)
    is_demo = models.BooleanField("演示账号", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["unit_id", "name"]
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name

    @cached_property
    def role_codes(self) -> frozenset[str]:
        """Codes of the roles held, read once per object."""
        return frozenset(self.role_grants.values_list("role", flat=True))

    @cached_property
    def capabilities(self) -> frozenset[str]:
        """What all the roles held allow together."""
        return frozenset().union(*(ROLES[code].may for code in self.role_codes))

    def can(self, capability: str) -> bool:
        """May this person do `capability` (see roles.toml) anywhere at all?"""
        return self.is_active and capability in self.capabilities


class RoleGrant(models.Model):
    """A role given to a person. Roles themselves are data in roles.toml."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants")
    role = models.CharField("角色", max_length=30, choices=CHOICES)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "角色授予"
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="a_role_is_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class Invitation(models.Model):
    """A code on a printed letter with which one person sets up, or regains, their account.

    Either it opens a new account with `role` in `unit`, or `person` chooses a new password.
    Only a keyed hash of the code is kept; the letter is printed when the code is made.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invitations")
    role = models.CharField("角色", max_length=30, choices=CHOICES, blank=True)
    person = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    code_hash = models.CharField(max_length=64, unique=True)
    invited_name = models.CharField("受邀人", max_length=40, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "邀请"
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(person=None) & ~models.Q(role=""))
                | models.Q(person__isnull=False, role=""),
                name="an_invitation_has_one_purpose",
            ),
            models.UniqueConstraint(
                fields=["unit", "role", "invited_name"],
                condition=models.Q(person=None, used_at=None, withdrawn_at=None),
                name="one_open_invitation_per_purpose",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.person or self.get_role_display()}"


class GuessingBucket(models.Model):
    """How often guessing failed of late for one account, device or caller.

    `key` is a keyed hash: no account name and no address is readable here.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_failed_at = models.DateTimeField()
    free_at = models.DateTimeField()

    class Meta:
        verbose_name = "登录限速"

    def __str__(self) -> str:
        return f"{self.failures} 次失败"
