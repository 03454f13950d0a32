"""The app of plans put side by side."""

from django.apps import AppConfig


class ComparisonsConfig(AppConfig):
    """Comparisons of plans."""

    name = "anyue.comparisons"
    verbose_name = "方案对照"
