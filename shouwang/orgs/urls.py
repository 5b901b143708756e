"""Addresses of orgs: units, their posts, users."""

from __future__ import annotations

from django.urls import path

from shouwang.orgs.views import (
    changes,
    here,
    imports,
    posts,
    responsibility,
    responsible,
    units,
    users,
)

app_name = "orgs"
urlpatterns = [
    path("units/", units.tree, name="units"),
    path("units/here/", here.choose, name="here"),
    path("units/export/", units.export, name="export"),
    path("units/import/", imports.upload, name="import"),
    path("units/import/template/", imports.template, name="import_template"),
    path("units/import/<uuid:key>/", imports.check, name="import_check"),
    path("units/import/<uuid:key>/problems/", imports.problems, name="import_problems"),
    path("units/import/works/<int:work_id>/", imports.result, name="import_result"),
    path(
        "units/import/works/<int:work_id>/problems/",
        imports.result_problems,
        name="result_problems",
    ),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/branch/", units.branch, name="branch"),
    path("units/<int:unit_id>/new/", changes.create, name="create"),
    path("units/<int:unit_id>/edit/", changes.edit, name="edit"),
    path("units/<int:unit_id>/move/", changes.move, name="move"),
    path("units/<int:unit_id>/close/", changes.close, name="close"),
    path("units/<int:unit_id>/reopen/", changes.reopen, name="reopen"),
    path("units/<int:unit_id>/posts/", posts.of_unit, name="posts"),
    path("posts/<int:post_id>/fill/", posts.fill, name="fill"),
    path("posts/<int:post_id>/close/", posts.close, name="close_post"),
    path("holdings/<int:holding_id>/leave/", posts.leave, name="leave"),
    path("responsibility/", responsibility.overview, name="responsibility"),
    path("responsibility/assign/", responsibility.assign, name="assign"),
    path("responsibility/export/", responsibility.export, name="responsibility_export"),
    path("responsibility/leaders/new/", responsible.create, name="new_leader"),
    path("responsibility/leaders/<int:leader_id>/", responsible.leader, name="leader"),
    path("responsibility/leaders/<int:leader_id>/edit/", responsible.change, name="change_leader"),
    path("responsibility/units/<int:unit_id>/", responsible.unit, name="responsible_unit"),
    path(
        "responsibility/<int:responsibility_id>/hand-over/",
        responsible.hand_over,
        name="hand_over",
    ),
    path("responsibility/<int:responsibility_id>/end/", responsible.end, name="end_responsible"),
    path("users/", users.listing, name="users"),
    path("users/new/", users.create, name="new_user"),
    path("users/<int:user_id>/", users.user, name="user"),
    path("users/<int:user_id>/reset/", users.reset, name="reset_password"),
    path("users/<int:user_id>/active/", users.set_active, name="set_active"),
    path("users/<int:user_id>/unlock/", users.unlock, name="unlock"),
]
