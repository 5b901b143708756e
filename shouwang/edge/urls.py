from __future__ import annotations

from django.urls import path

from shouwang.edge.api import api

app_name = "edge"
urlpatterns = [path("api/v1/", api.urls)]
