"""Addresses of submission upward: the day, papers, recipients and their tables."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.dispatch.views import board, books, deeds, layouts, papers, recipients

app_name = "dispatch"

_TO = "dispatch/to/<int:addressee_id>/<day:day>/"
_PAPER = "dispatch/<int:dispatch_id>/"
_RECIPIENT = "dispatch/recipients/<int:addressee_id>/"

urlpatterns: list[URLPattern] = [
    path("dispatch/", board.home, name="home"),
    path("dispatch/register/", board.register, name="register"),
    path("dispatch/<day:day>/<int:unit_id>/", board.day, name="day"),
    path(_TO, papers.preview, name="preview"),
    path(f"{_TO}draft.<slug:form>", papers.draft_file, name="draft_file"),
    path(f"{_TO}make/", deeds.make, name="make"),
    path(_PAPER, papers.paper, name="paper"),
    path(f"{_PAPER}paper.<slug:form>", papers.file, name="file"),
    path(f"{_PAPER}figure/", papers.figure, name="figure"),
    path(f"{_PAPER}sent/", deeds.sent, name="sent"),
    path(f"{_PAPER}scans/", deeds.attach, name="attach"),
    path(f"{_PAPER}scans/<int:scan_id>/", deeds.scan, name="scan"),
    path(f"{_PAPER}amend/", deeds.amend, name="amend"),
    path("dispatch/recipients/", recipients.listing, name="recipients"),
    path("dispatch/recipients/new/", recipients.new, name="recipient_new"),
    path(_RECIPIENT, recipients.edit, name="recipient"),
    path(f"{_RECIPIENT}close/", recipients.close, name="recipient_close"),
    path(f"{_RECIPIENT}book/", books.book, name="book"),
    path(f"{_RECIPIENT}book/cell/", books.cell, name="book_cell"),
    path(f"{_RECIPIENT}book/settle/", books.settle, name="book_settle"),
    path(f"{_RECIPIENT}book/<day:day>/", books.preview, name="book_preview"),
    path(f"{_RECIPIENT}book/<day:day>/draft.xlsx", books.draft_file, name="book_draft"),
    path(f"{_RECIPIENT}layout/", layouts.editor, name="layout"),
    path(f"{_RECIPIENT}layout/publish/", layouts.publish, name="layout_publish"),
    path(f"{_RECIPIENT}layout/<int:number>/", layouts.version, name="layout_version"),
]
