"""Core: no nouns, only what every app stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "anyue.core"
    verbose_name = "基础"
