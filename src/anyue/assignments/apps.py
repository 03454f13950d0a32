"""任务."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "anyue.assignments"
    verbose_name = "任务"
