"""Addresses of the pages without a noun."""

from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("large-type/", views.large_type, name="large_type"),
    path("health/", views.health, name="health"),
]
