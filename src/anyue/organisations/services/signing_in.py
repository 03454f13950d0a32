"""Signing in and changing one's own password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password

from anyue.core.errors import Refused

from ..models import User
from . import guessing
from .devices import Device

WRONG = "登录名或密码不对，请核对后再试。忘了密码，请联系本单位管理员打印一封新的邀请信。"


def sign_in(*, username: str, password: str, caller: str, device: Device) -> User:
    """The person to whom login name and password belong; `caller` is their network address.

    A device that signed in to this account before is counted by itself, so that strangers who
    try the account, or share its address, never hold its owner up.

    Raises:
        TooFast: too many failures of late; says how long to wait.
        Refused: the same sentence for an unknown name, a wrong password, a closed account.
    """
    username = User.normalize_username(username.strip())
    known = device.knows(username)
    account = (
        guessing.device_bucket(username, device.id) if known else guessing.account_bucket(username)
    )
    caller_key = "" if known else guessing.caller_bucket(caller)
    guessing.take_turn(account=account, caller=caller_key)
    user = authenticate(username=username, password=password)
    if not isinstance(user, User) or (user.is_demo and not settings.DEMO):
        raise Refused(WRONG)
    guessing.empty(account)
    guessing.give_back(caller_key)
    guessing.forget_old()
    return user


def change_password(user: User, *, old: str, new: str) -> None:
    """Replace one's own password; every other session of the person ends with it.

    Raises:
        TooFast: the old password was wrong too often.
        Refused: the old password is wrong, or the new one is the old one.
    """
    turn = guessing.keyed_hash("change", str(user.pk))
    guessing.take_turn(account=turn)
    if not user.check_password(old):
        raise Refused("现在的密码不对，请重新输入。")
    guessing.empty(turn)
    if old == new:
        raise Refused("新密码和现在的一样，请换一个。")
    User.objects.filter(pk=user.pk).update(password=make_password(new), must_change_password=False)
    user.refresh_from_db()
