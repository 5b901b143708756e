"""Pages of the foundation itself: the living page of the visual language."""

from __future__ import annotations

from django.urls import path

from shouwang.kit.views import language, living

app_name = "kit"

urlpatterns = [
    path("language/", language.change, name="language"),
    path("styleguide/", living.page, name="styleguide"),
    path("styleguide/phone/", living.phone, name="styleguide_phone"),
    path("styleguide/rows/", living.rows, name="styleguide_rows"),
    path("styleguide/branch/<int:number>/", living.branch, name="styleguide_branch"),
    path("styleguide/progress/<int:done>/", living.progress, name="styleguide_progress"),
    path("styleguide/draft/", living.draft, name="styleguide_draft"),
]
