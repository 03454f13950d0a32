"""识别词."""

from django.apps import AppConfig


class PhrasesConfig(AppConfig):
    name = "anyue.phrases"
    verbose_name = "识别词"
