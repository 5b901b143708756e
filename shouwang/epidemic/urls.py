from __future__ import annotations

from django.urls import path

from shouwang.epidemic.views import cases

app_name = "epidemic"
urlpatterns = [
    path("cases/", cases.nation, name="cases"),
    path("cases/<int:unit_id>/", cases.province, name="province"),
]
