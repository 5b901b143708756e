from __future__ import annotations

from django.urls import path

from shouwang.jobs import views

app_name = "jobs"
urlpatterns = [
    path("works/<int:work_id>/", views.work, name="work"),
    path("works/<int:work_id>/state/", views.state, name="state"),
    path("works/<int:work_id>/cancel/", views.cancel, name="cancel"),
]
