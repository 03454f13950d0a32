"""Addresses."""

app_name = "dashboards"
urlpatterns = []  # type: ignore[var-annotated]
