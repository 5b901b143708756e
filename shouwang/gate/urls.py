"""Addresses of the gate: the register at a desk, the phone."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.gate.views import entering, parcels, phone, register, visits

app_name = "gate"
urlpatterns: list[URLPattern] = [
    path("gate/", register.board, name="board"),
    path("gate/<int:unit_id>/", register.house, name="house"),
    path("gate/<int:unit_id>/counts/", register.counts, name="counts"),
    path("gate/<int:unit_id>/export/", register.export, name="export"),
    path("gate/<int:unit_id>/new/", entering.new, name="new"),
    path("gate/<int:unit_id>/emergency/", entering.emergency, name="emergency"),
    path("gate/<int:unit_id>/parcels/", parcels.parcels, name="parcels"),
    path("gate/parcels/<uuid:parcel_id>/", parcels.step, name="parcel_step"),
    path("gate/visits/<uuid:visit_id>/", visits.visit, name="visit"),
    path("gate/visits/<uuid:visit_id>/full/", visits.full, name="visit_full"),
    path("gate/visits/<uuid:visit_id>/leave/", visits.leave, name="leave"),
    path("gate/visits/<uuid:visit_id>/decide/", visits.decide, name="decide"),
    path("gate/visits/<uuid:visit_id>/details/", visits.details, name="details"),
    path("gate/visits/<uuid:visit_id>/void/", visits.void, name="void"),
    path("m/gate/", phone.phone, name="phone"),
]
