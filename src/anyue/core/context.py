"""What every page may say: the office's own lines at the foot, large type, demo mode."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Context for all templates: `site`, `large_type` (bool), `demo` (bool)."""
    return {
        "site": {
            "organiser": settings.SITE_ORGANISER,
            "contact": settings.SITE_CONTACT,
            "code": settings.SITE_CODE,
            "icp": settings.SITE_ICP,
            "police": settings.SITE_POLICE,
        },
        "large_type": request.COOKIES.get("large_type") == "1",
        "demo": settings.DEMO,
    }
