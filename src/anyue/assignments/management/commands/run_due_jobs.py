"""`manage.py run_due_jobs`: at every start, queue again what was cut off."""

from typing import Any

from django.core.management.base import BaseCommand

from anyue.assignments import jobs


class Command(BaseCommand):
    """Queues unfinished batches; harmless when nothing is due."""

    help = "把没有办完的后台任务重新排队（启动时、后台任务意外重启时自动运行）。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue and say how many."""
        count = jobs.resume()
        if options["verbosity"]:
            self.stdout.write(f"重新排队 {count} 批分派。")
