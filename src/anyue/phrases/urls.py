"""Addresses of the reader's settings, /desk/words/."""

from django.urls import path

from . import views

app_name = "phrases"

urlpatterns = [
    path("desk/words/", views.words, name="words"),
    path("desk/words/try/", views.try_out, name="try"),
    path("desk/words/add/", views.add, name="add"),
    path("desk/words/<int:pk>/remove/", views.remove, name="remove"),
    path("desk/words/changes/", views.changes, name="changes"),
    path("desk/words/export/", views.export_file, name="export"),
    path("desk/words/import/", views.import_file, name="import"),
    path("desk/words/remembered/", views.corrections, name="corrections"),
    path("desk/words/remembered/<int:pk>/forget/", views.forget, name="forget"),
    path("desk/words/remembered/<int:pk>/bring-back/", views.bring_back, name="bring_back"),
]
