"""Addresses."""

app_name = "organisations"
urlpatterns = []  # type: ignore[var-annotated]
