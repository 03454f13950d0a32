"""方案."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "anyue.campaigns"
    verbose_name = "方案"
