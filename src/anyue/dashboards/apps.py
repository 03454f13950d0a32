"""工作台."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "anyue.dashboards"
    verbose_name = "工作台"
