"""Addresses of the review queue."""

from django.urls import path

from ..views import reviewing

urlpatterns = [
    path("desk/review/", reviewing.queue, name="review_queue"),
    path("desk/review/<int:pk>/", reviewing.review, name="review"),
    path("desk/review/<int:pk>/photo/<uuid:photo>/", reviewing.photo, name="review_photo"),
]
