"""Addresses."""

app_name = "evidence"
urlpatterns = []  # type: ignore[var-annotated]
