"""Addresses of the pages one lands on."""

from django.urls import path

from . import views

app_name = "dashboards"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("desk/", views.desk, name="desk"),
    path("e/", views.enterprise, name="enterprise"),
    path("plans/<int:pk>/progress/", views.public_progress, name="public_progress"),
]
