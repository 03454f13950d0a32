"""Addresses of the unit's own tasks: each step of a report has one."""

from django.urls import path

from ..views import reporting, tasks

urlpatterns = [
    path("e/t/<int:pk>/", tasks.task, name="task"),
    path("e/t/<int:pk>/acknowledge/", tasks.acknowledge, name="acknowledge"),
    path("e/t/<int:pk>/report/", reporting.details, name="report"),
    path("e/t/<int:pk>/report/draft/", reporting.autosave, name="report_draft"),
    path("e/t/<int:pk>/report/photos/", reporting.photos, name="report_photos"),
    path("e/t/<int:pk>/report/check/", reporting.check, name="report_check"),
    path("e/t/<int:pk>/receipt/", tasks.receipt, name="receipt"),
]
