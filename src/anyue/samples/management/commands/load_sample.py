"""Loads the sample county into an empty demo database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ...county import load


class Command(BaseCommand):
    """Does nothing where there are units already."""

    help = "在空的演示系统里载入示例县。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what happened."""
        if not settings.DEMO:
            raise CommandError("示例县只能在演示模式载入：请设 DEMO=true，或不要载入。")
        if load():
            self.stdout.write("已载入示例县。")
        else:
            self.stdout.write("已有数据，没有改动。")
