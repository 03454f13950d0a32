"""Addresses."""

app_name = "campaigns"
urlpatterns = []  # type: ignore[var-annotated]
