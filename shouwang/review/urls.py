"""Addresses of reviewing: a superior's day, verdicts, signatures, openings, the leader's page."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.review.views import leader, tasks, today

app_name = "review"

urlpatterns: list[URLPattern] = [
    path("reports/today/", today.today, name="today"),
    path("reports/today/live/", today.live, name="live"),
    path("reports/today/pass/", today.pass_on, name="pass"),
    path("reports/today/report/<int:report_id>/", today.report, name="report"),
    path("reports/today/report/<int:report_id>/task/", tasks.make, name="make_task"),
    path("reports/today/report/<int:report_id>/return/", today.send_back, name="return"),
    path("reports/today/sign/<day:day>/<int:unit_id>/<str:stage>/", today.sign, name="sign"),
    path("reports/today/withdraw/<int:sign_id>/", today.withdraw, name="withdraw"),
    path("reports/today/open/<int:unit_id>/<int:form_id>/<day:day>/", today.open_up, name="open"),
    path("reports/today/open/<int:opening_id>/close/", today.close, name="close_opening"),
    path("m/leader/", leader.leader, name="leader"),
]
