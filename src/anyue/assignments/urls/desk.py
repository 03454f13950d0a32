"""Addresses of the bureau's ledger and of assigning."""

from django.urls import path

from ..views import assigning, ledger

urlpatterns = [
    path("desk/tasks/", ledger.ledger, name="ledger"),
    path("desk/tasks/print/", ledger.ledger_print, name="ledger_print"),
    path("desk/tasks/export/", ledger.ledger_export, name="ledger_export"),
    path("desk/tasks/new/", assigning.new, name="new"),
    path("desk/tasks/assign/", assigning.activities, name="assign"),
    path("desk/tasks/assign/units/", assigning.units, name="assign_units"),
    path("desk/tasks/assign/dates/", assigning.dates, name="assign_dates"),
    path("desk/tasks/assign/check/", assigning.check, name="assign_check"),
    path("desk/tasks/batches/", assigning.batches, name="batches"),
    path("desk/tasks/batches/<int:pk>/", assigning.batch, name="batch"),
    path("desk/tasks/batches/<int:pk>/retry/", assigning.retry, name="batch_retry"),
    path("desk/tasks/<int:pk>/", ledger.detail, name="detail"),
    path("desk/tasks/<int:pk>/cancel/", ledger.cancel, name="cancel"),
    path("desk/tasks/<int:pk>/reopen/", ledger.reopen, name="reopen"),
]
