"""示例县."""

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    name = "anyue.samples"
    verbose_name = "示例县"
