"""方案."""

from importlib import import_module

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "anyue.campaigns"
    verbose_name = "方案"

    def ready(self) -> None:
        """Register the start checks."""
        import_module("anyue.campaigns.checks")
