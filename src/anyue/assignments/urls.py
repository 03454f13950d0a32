"""Addresses."""

app_name = "assignments"
urlpatterns = []  # type: ignore[var-annotated]
