"""佐证材料."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "anyue.evidence"
    verbose_name = "佐证材料"
