"""Is it safe to run? Demo accounts have published passwords and belong to demo mode alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from .models import User


def demo_accounts_exist() -> bool:
    """True when the database holds a demo account; False as well before the first migration."""
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return User.objects.filter(is_demo=True).exists()


@register(Tags.database)
def demo_accounts_only_in_demo_mode(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse real operation while somebody could sign in with a published password."""
    if not databases or settings.DEMO or not demo_accounts_exist():
        return []
    return [
        Error(
            "数据库里有演示账号，它们的密码是公开的，正式运行前必须清除。",
            hint="请换一个空的数据库（DATABASE_URL 或 DATA_DIR）；只想试用时设 DEMO=true。",
            id="organisations.E001",
        )
    ]
