"""How visible is a file, and where does a picture come from?"""

from django.db.models import TextChoices


class Visibility(TextChoices):
    """Who beyond the unit and its supervisors may see it."""

    INTERNAL = "internal", "内部"
    ENTERPRISE = "enterprise", "企业"
    PUBLIC = "public", "公开"


class Origin(TextChoices):
    """How the person says the picture came about."""

    CAMERA = "camera", "现场拍摄"
    ALBUM = "album", "相册"
    UNKNOWN = "unknown", "未说明"
