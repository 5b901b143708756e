"""Addresses of the desk: the inbox, at a desk and on a phone."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.desk.views import inbox

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/bell/", inbox.bell, name="bell"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:entry_id>/", inbox.entry, name="entry"),
    path("inbox/<int:entry_id>/close/", inbox.close, name="close"),
    path("m/inbox/", inbox.phone, name="phone_inbox"),
]
