"""Addresses of movements and isolation, at a desk and on a phone."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.movements.views import (
    board,
    cases,
    counts,
    entering,
    house,
    isolation,
    movements,
    phone,
)

app_name = "movements"
urlpatterns: list[URLPattern] = [
    path("movements/", house.listing, name="list"),
    path("movements/<int:unit_id>/", house.house, name="house"),
    path("movements/<int:unit_id>/counts/", counts.movements, name="counts"),
    path("movements/<int:unit_id>/new/", entering.new, name="new"),
    path("movements/<int:unit_id>/death/", entering.death, name="death"),
    path("movements/<int:unit_id>/wait/", entering.wait, name="wait"),
    path("movements/<uuid:movement_id>/", movements.movement, name="movement"),
    path("movements/<uuid:movement_id>/slip/", movements.slip, name="slip"),
    path("movements/<uuid:movement_id>/decide/", movements.decide, name="decide"),
    path("movements/<uuid:movement_id>/let-out/", movements.let_out, name="let_out"),
    path("movements/<uuid:movement_id>/withdraw/", movements.withdraw, name="withdraw"),
    path("movements/<uuid:movement_id>/out/", movements.go_out, name="out"),
    path("movements/<uuid:movement_id>/back/", movements.come_back, name="back"),
    path("movements/<uuid:movement_id>/done/", movements.carry_out, name="carry_out"),
    path("isolation/", board.listing, name="board"),
    path("isolation/<int:unit_id>/", board.board, name="board_of"),
    path("isolation/<int:unit_id>/counts/", counts.isolation, name="isolation_counts"),
    path("isolation/<int:unit_id>/begin/", isolation.begin, name="begin"),
    path("isolation/<int:unit_id>/rooms/", board.rooms, name="rooms"),
    path("isolation/rooms/<int:room_id>/close/", board.close_room, name="close_room"),
    path("isolation/case/", cases.for_case, name="for_case"),
    path("isolation/<uuid:isolation_id>/", isolation.isolation, name="isolation"),
    path("isolation/<uuid:isolation_id>/check/", isolation.check, name="check"),
    path("isolation/<uuid:isolation_id>/missed/", isolation.missed, name="missed"),
    path("isolation/<uuid:isolation_id>/sign/", isolation.sign, name="sign"),
    path("isolation/<uuid:isolation_id>/word/", isolation.word, name="word"),
    path("isolation/<uuid:isolation_id>/room/", isolation.change_room, name="change_room"),
    path("isolation/<uuid:isolation_id>/told/", isolation.outside_told, name="told"),
    path("m/movements/", phone.movements, name="phone"),
    path("m/isolation/", phone.isolation, name="phone_isolation"),
]
