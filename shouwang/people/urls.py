from __future__ import annotations

from django.urls import path

from shouwang.people.views import (
    contacts,
    exports,
    houses,
    imports,
    moves,
    persons,
    phone,
    privacy,
)

app_name = "people"
urlpatterns = [
    path("people/", houses.start, name="start"),
    path("people/at/<int:unit_id>/", houses.house, name="house"),
    path("people/at/<int:unit_id>/new/<str:side>/", persons.create, name="new"),
    path("people/at/<int:unit_id>/import/<str:side>/", imports.upload, name="import"),
    path(
        "people/at/<int:unit_id>/import/<str:side>/template/",
        imports.template,
        name="import_template",
    ),
    path("people/import/<uuid:key>/", imports.check, name="import_check"),
    path("people/import/<uuid:key>/problems/", imports.problems, name="import_problems"),
    path("people/import/result/<int:work_id>/", imports.result, name="import_result"),
    path("people/<uuid:person_id>/", persons.person, name="person"),
    path("people/<uuid:person_id>/edit/", persons.edit, name="edit"),
    path("people/<uuid:person_id>/unmask/", persons.unmask, name="unmask"),
    path("people/<uuid:person_id>/export/", exports.export, name="export"),
    path("people/<uuid:person_id>/end/", moves.end, name="end"),
    path("people/<uuid:person_id>/staff/<str:deed>/", moves.staff_deed, name="staff_deed"),
    path("people/<uuid:person_id>/contacts/new/", contacts.create, name="new_contact"),
    path("people/contacts/<uuid:contact_id>/", contacts.change, name="contact"),
    path("people/contacts/<uuid:contact_id>/remove/", contacts.remove, name="remove_contact"),
    path("people/stays/<uuid:stay_id>/correct/", moves.correct_stay, name="correct_stay"),
    path(
        "people/absences/<uuid:absence_id>/correct/",
        moves.correct_absence,
        name="correct_absence",
    ),
    path("m/people/", phone.people, name="phone"),
    path("privacy/", privacy.listing, name="privacy"),
    path("privacy/looks/", privacy.looks, name="looks"),
    path("privacy/kinds/<str:code>/", privacy.days, name="retention"),
]
