"""Addresses of files: random names, and the permission is checked all the same."""

from django.urls import path

from . import views

app_name = "evidence"
urlpatterns = [
    path("files/<uuid:pk>/", views.file, name="file"),
    path("files/<uuid:pk>/thumbnail/", views.thumbnail, name="thumbnail"),
]
