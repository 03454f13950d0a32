"""What states do a plan, its activities and its doubts have? Pure, no writes."""

from django.db.models import TextChoices


class CampaignStatus(TextChoices):
    """A plan is worked on, then published; later versions are published over it."""

    DRAFT = "draft", "拟稿"
    PUBLISHED = "published", "已发布"


class Judgement(TextChoices):
    """What the clerk decided about an activity that the reader proposed."""

    PROPOSED = "proposed", "待核对"
    ACCEPTED = "accepted", "已采纳"
    DROPPED = "dropped", "不是任务"


class DoubtState(TextChoices):
    """A doubt blocks publishing while it is open."""

    OPEN = "open", "待处理"
    SETTLED = "settled", "已改正"
    ACKNOWLEDGED = "acknowledged", "已知悉"


class Audience(TextChoices):
    """For whom an activity is."""

    BUREAU = "bureau", "局"
    ENTERPRISE = "enterprise", "企业"
    PUBLIC = "public", "公众"


class Cadence(TextChoices):
    """How often an activity comes round."""

    ONCE = "", "一次"
    WEEKLY = "weekly", "每周"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    YEARLY = "yearly", "每年"
