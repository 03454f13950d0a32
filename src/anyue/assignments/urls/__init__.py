"""Addresses, by surface."""

from . import desk, enterprise, review

app_name = "assignments"
urlpatterns = [*desk.urlpatterns, *review.urlpatterns, *enterprise.urlpatterns]
