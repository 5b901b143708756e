"""Addresses of epidemic: the published figures, and the emergencies of our own houses."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.epidemic.views import case_deeds, case_texts, cases, emergencies

app_name = "epidemic"
_CASE = "emergencies/<uuid:case_id>/"
urlpatterns: list[URLPattern] = [
    path("cases/", cases.nation, name="cases"),
    path("cases/<int:unit_id>/", cases.province, name="province"),
    path("m/emergency/", emergencies.phone, name="phone"),
    path("emergencies/", emergencies.listing, name="emergencies"),
    path("emergencies/new/", emergencies.new, name="emergency_new"),
    path(_CASE, emergencies.emergency, name="emergency"),
    path(f"{_CASE}steps/<slug:case_step>/", case_deeds.note, name="case_note"),
    path(f"{_CASE}void/<uuid:note_id>/", case_deeds.void, name="case_void"),
    path(f"{_CASE}finding/", case_deeds.find, name="case_find"),
    path(f"{_CASE}close/", case_deeds.close, name="case_close"),
    path(f"{_CASE}received/<uuid:note_id>/", case_deeds.receive, name="case_receive"),
    path(f"{_CASE}ask/", case_deeds.ask, name="case_ask"),
    path(f"{_CASE}write/<slug:case_step>/", case_texts.write, name="case_write"),
    path(f"{_CASE}reports/<uuid:note_id>/", case_texts.report, name="case_report"),
    path(
        f"{_CASE}reports/<uuid:note_id>/file.<str:form>",
        case_texts.report_file,
        name="case_report_file",
    ),
]
