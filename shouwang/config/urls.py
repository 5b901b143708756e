"""The address plan: each app's own urls under one root."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from shouwang.config import guide, home

# addresses are tried in this order, and those of edge are asked for most
_APPS = (
    *(
        "edge",
        "kit",
        "accounts",
        "jobs",
        "orgs",
        "figures",
        "desk",
        "papers",
        "epidemic",
        "reporting",
        "review",
    ),
    *("response", "alarms", "guides", "people", "health", "movements", "gate", "routines"),
    *("ledger",),
    *("asking", "chasing", "checking", "dispatch", "intake", "briefs"),
)

handler500 = "shouwang.config.trouble.server_error"
urlpatterns: list[URLPattern | URLResolver] = [path("", home.home, name="home")]
urlpatterns += [
    path("", include(f"shouwang.{app}.urls")) for app in _APPS if find_spec(f"shouwang.{app}.urls")
]
urlpatterns += [
    path("help/", guide.page, name="guide"),
    path("help/<slug:page>/", guide.page, name="guide_page"),
    path("help/pictures/<slug:picture>.png", guide.picture, name="guide_picture"),
]
