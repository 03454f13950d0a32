"""Addresses of comparisons, below their plan."""

from django.urls import path

from . import views

app_name = "comparisons"

ALL = "desk/plan/<int:pk>/comparisons/"
ONE = f"{ALL}<int:comparison_pk>/"

urlpatterns = [
    path(ALL, views.index, name="index"),
    path(f"{ALL}earlier/", views.with_earlier, name="earlier"),
    path(ONE, views.show, name="show"),
    path(f"{ONE}original/", views.original, name="original"),
    path(f"{ONE}again/", views.again, name="again"),
    path(f"{ONE}rule/", views.rule, name="rule"),
    path(f"{ONE}points/<str:key>/", views.point, name="point"),
    path(f"{ONE}points/<str:key>/leave-out/", views.leave_out, name="leave_out"),
]
