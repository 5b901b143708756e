"""The records behind the counts of one house, for whoever is above it: everybody masked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.access import SignedInRequest
from shouwang.figures import behind
from shouwang.figures.behind import Number, Row
from shouwang.kit import clock
from shouwang.movements import isolation_pages, isolation_queries, observing, queries, words
from shouwang.movements.kinds import Place, State
from shouwang.movements.models import Deferral, Isolation, Movement
from shouwang.movements.observing import Observation
from shouwang.orgs.models import Unit
from shouwang.people.models import Absence

_MEN, _ROOMS = gettext_lazy("人"), gettext_lazy("间")
# what is asked for is counted as the phone counts it; a check that was left out is a time
_CASES, _TIMES = gettext_lazy("件"), gettext_lazy("次")
Rows = Callable[[], list[Row]]


def movements_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a house's counts of who is outside and what waits, the rows of ``?show=``."""
    crumbs = [(_("离返院"), reverse("movements:list")), (unit.label, "")]
    told = {"title": _("离返院"), "crumbs": crumbs, "numbers": of_movements(unit, at=clock.now())}
    return _page(request, unit, "movements:house", told)


def isolation_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a house's counts of isolation, the rows of ``?show=``."""
    crumbs = [(_("隔离观察"), reverse("movements:board")), (unit.label, "")]
    told = {"title": _("隔离观察"), "crumbs": crumbs, "numbers": of_isolation(unit, at=clock.now())}
    return _page(request, unit, "movements:board_of", told)


def _page(request: SignedInRequest, unit: Unit, house: str, told: dict[str, Any]) -> dict[str, Any]:
    one = behind.shown(told["numbers"], request.GET.get("show", ""))
    sees = request.scope.allows(words.SEE, unit)
    return {
        **told,
        "unit": unit,
        "at": clock.now(),
        "house_url": reverse(house, args=[unit.pk]) if sees else "",
        "shown": one,
        "rows": one.rows(),
    }


def of_movements(unit: Unit, *, at: datetime) -> list[Number]:
    """Return the counts of movements of a house at a moment: those of the board."""
    (told,) = queries.standings([unit], at=at)
    out = Absence.objects.covering(at).filter(unit=unit).select_related("person")
    notices = Deferral.objects.filter(absence__in=out, voided_at=None, happened_at__lte=at)
    asked = Movement.objects.filter(unit=unit, voided_at=None).select_related("person")
    waits = asked.filter(state=State.WAITING)
    late = asked.filter(is_emergency=True, decided_at=None)
    text = gettext_lazy("先送医后补批、还没有补批的；逾期的在板上另标")
    return [
        Number("medical", _("外出就医"), _MEN, told.medical, _absent(out.filter(kind="medical"))),
        Number("leave", _("请假外出"), _MEN, told.leave, _absent(out.filter(kind="leave"))),
        Number("told", _("已告知暂缓返院"), _MEN, told.told, lambda: _told(notices)),
        Number("waiting", _("待审批"), _CASES, told.waiting, _asked(waits)),
        Number(
            "undecided",
            _("待补批"),
            _CASES,
            told.undecided,
            _asked(late),
            text,
            "bad" if told.overdue else "",
        ),
        *of_isolation(unit, at=at)[:1],
        _rooms(unit, at),
    ]  # fmt: skip


def of_isolation(unit: Unit, *, at: datetime) -> list[Number]:
    """Return the counts of isolation of a house at a moment: those of the board."""
    (told,) = isolation_queries.counts([unit], at=at)
    seen = _seen(unit, at)

    def those(which: Callable[[Observation], bool]) -> Rows:
        return lambda: [_observed(one) for one in seen if which(one)]

    gaps = gettext_lazy("今天以前各天应查而没有登记的次数")
    return [
        Number("isolated", _("正在隔离"), _MEN, told.isolated, those(lambda one: True)),
        Number(
            "missing",
            _("漏查"),
            _TIMES,
            told.missing,
            lambda: [row for one in seen for row in _missed(one)],
            gaps,
            "bad" if told.missing else "",
        ),
        Number("due", _("今日可解除"), _MEN, told.due, those(lambda one: one.standing == "due")),
        Number(
            "overdue",
            _("逾期未解除"),
            _MEN,
            told.overdue,
            those(lambda one: one.standing == "overdue"),
            tone="bad" if told.overdue else "",
        ),
        Number(
            "homeless",
            _("未安排房间"),
            _MEN,
            told.without_room,
            those(_is_homeless),
            tone="warn" if told.without_room else "",
        ),
        _rooms(unit, at),
    ]


def _seen(unit: Unit, at: datetime) -> list[Observation]:
    """Return who is isolated in a house at a moment, the longest first, as they are observed."""
    found = Isolation.objects.filter(
        unit=unit, ended_at=None, voided_at=None, happened_at__lte=at
    ).select_related("person", "room")
    return list(observing.observe(found.order_by("happened_at", "pk"), at=at))


def _is_homeless(one: Observation) -> bool:
    return one.isolation.place == Place.HOUSE and one.isolation.room_id is None


def _rooms(unit: Unit, at: datetime) -> Number:
    total, free = isolation_queries.free_rooms([unit.pk], at=at).get(unit.pk, (0, 0))

    def rows() -> list[Row]:
        found = Isolation.objects.filter(unit=unit, ended_at=None, voided_at=None)
        states = isolation_queries.rooms_of(unit, observing.observe(found, at=at), at=at)
        return [Row(s.room.from_at, s.room.name) for s in states if not s.inside]

    text = _("共设 %(n)s 间") % {"n": total}
    return Number(
        "rooms", _("空余隔离室"), _ROOMS, free, rows, text, "warn" if total > free == 0 else ""
    )


def _absent(found: Iterable[Absence]) -> Rows:
    return lambda: [
        Row(one.from_at, f"{one.person.masked} · {one.get_kind_display()}") for one in found
    ]


def _told(notices: Any) -> list[Row]:
    """Return who outside was told to wait, once each: when for the first time."""
    first = notices.order_by("absence", "happened_at", "pk").distinct("absence")
    return [Row(n.happened_at, n.person.masked) for n in first.select_related("person")]


def _asked(found: Any) -> Rows:
    return lambda: [
        Row(
            m.out_at or m.happened_at,
            " · ".join(
                str(part)
                for part in (
                    m.person.masked,
                    m.get_kind_display(),
                    _("紧急送医") if m.is_emergency else "",
                    m.paper,
                )
                if part
            ),
        )
        for m in found.order_by("happened_at", "pk")
    ]


def _observed(one: Observation) -> Row:
    """Say who is observed where, on which day."""
    isolation = one.isolation
    homeless = isolation.place == Place.HOUSE and isolation.room is None
    elsewhere = _("未安排房间") if homeless else isolation.get_place_display()
    where = isolation.room.name if isolation.room else elsewhere
    cause, day = isolation.get_cause_display(), isolation_pages.day_words(one)
    parts = (isolation.person.masked, cause, where, day)
    return Row(isolation.happened_at, " · ".join(str(part) for part in parts))


def _missed(one: Observation) -> list[Row]:
    words = _("%(name)s · 第 %(day)s 天应查 %(due)s 次，登记 %(made)s 次")
    return [
        Row(
            one.isolation.happened_at,
            words
            % {
                "name": one.isolation.person.masked,
                "day": gap.number,
                "due": gap.due,
                "made": gap.made,
            },
            gap.due - gap.made,
        )
        for gap in one.gaps
    ]
