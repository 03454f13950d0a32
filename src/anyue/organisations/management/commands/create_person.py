"""Enter a person from the server's command line, with a password for the first sign-in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from anyue.core.errors import Refused

from ...roles import ROLES
from ...rules import UnitKind
from ...services.installing import enter_person


class Command(BaseCommand):
    help = "登记一名人员并给出首次登录的密码；登记表为空时，同时登记最上级单位。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The person, the unit, the roles."""
        parser.add_argument("username", help="登录名")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--unit", required=True, help="单位全称")
        parser.add_argument(
            "--kind", choices=UnitKind.values, default=UnitKind.BUREAU, help="新登记单位的类别"
        )
        parser.add_argument(
            "--role", action="append", required=True, choices=list(ROLES), help="角色，可写多次"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Enter the person; print the password once."""
        try:
            person, password = enter_person(
                unit_name=options["unit"],
                kind=options["kind"],
                username=options["username"],
                name=options["name"],
                roles=options["role"],
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已登记 {person.name}，登录名 {person.username}，首次密码 {password}")
        self.stdout.write("请当面告诉本人；首次登录必须换成自己的密码。")
