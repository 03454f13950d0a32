"""单位与人员."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "anyue.organisations"
    verbose_name = "单位与人员"

    def ready(self) -> None:
        """Register the start checks."""
        import_module("anyue.organisations.checks")
