"""The style guide: what every component looks like."""

from django.apps import AppConfig


class StyleguideConfig(AppConfig):
    name = "anyue.styleguide"
    verbose_name = "样式总览"
