"""单位与人员."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "anyue.organisations"
    verbose_name = "单位与人员"
