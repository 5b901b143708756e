from __future__ import annotations

from django.urls import path

from shouwang.ledger.views import rows

app_name = "ledger"
urlpatterns = [
    path("ledger/<int:unit_id>/<day:day>/", rows.day, name="day"),
    path("ledger/<int:unit_id>/<str:since>/<str:until>/<slug:counter>/", rows.rows, name="rows"),
]
