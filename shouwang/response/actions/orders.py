"""Orders: given, and lifted. Nothing else of an order ever changes (A5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.kit.language import for_others
from shouwang.kit.registry import Word
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import queries, rules, saying, words
from shouwang.response.actions import telling
from shouwang.response.authority import above, acting_unit, posts_over
from shouwang.response.cited import Cited
from shouwang.response.models import Approver, BundleItem, Level, Measure, Order, Strength

UNTIL_LIFTED = None


class Looser(ValidationError):
    """An order that would loosen a superior's; quotes that one's paper, carries it."""

    def __init__(self, message: str, order: Order) -> None:
        super().__init__(message, code="value")
        self.order = order


@dataclass(frozen=True)
class NewOrder:
    """What an order says: a measure's code, for a number its value, 一律 or 原则上 with who may
    approve a case, the kinds of unit (none: all)."""

    measure: str
    value: Decimal | None = None
    strength: str = Strength.ABSOLUTE
    approver: str = Approver.COUNTY
    kinds: tuple[str, ...] = ()
    note: str = ""
    item: BundleItem | None = None


@transaction.atomic
def give(
    new: NewOrder,
    *,
    unit: Unit,
    starts_at: datetime,
    paper: Cited,
    by: User,
    at: datetime,
    ends_at: datetime | None = UNTIL_LIFTED,
    giver: Unit | None = None,
    scope: Scope | None = None,
) -> Order:
    """Give an order for a unit and all below it, until lifted or until ``ends_at``.

    ``giver`` is in whose name: the unit or one above, as a rule that of the highest post of ``by``.
    Raises ``Looser`` for one looser than a superior's; ``ValidationError`` without a paper, with
    an unknown measure or an unfit number; ``OutOfScope``, ``NotPermitted``.
    """
    known = scope or scope_of(by, at=at)
    name = giver or acting_unit(known, words.GIVE_ORDERS, unit)
    known.require(words.GIVE_ORDERS, name)
    if not rules.stands_over(name.path, unit.path):
        raise ValidationError(_("只能给本级或下级下达措施"), code="unit")
    _within_reach(known, name, new.kinds)
    cited = paper.required()
    if ends_at is not None and ends_at <= starts_at:
        raise ValidationError(_("结束时间要在起始时间之后"), code="ends_at")
    measure = checked(new)
    _refuse_looser(measure, new, unit, name, max(starts_at, at))
    (made,) = write(
        [new],
        unit=unit,
        giver=name,
        starts_at=starts_at,
        by=by,
        at=at,
        cited=cited,
        ends_at=ends_at,
    )
    _tell(made, measure, paper, by=by, at=at)
    return made


@transaction.atomic
def lift(
    *,
    order: Order,
    ends_at: datetime,
    paper: Cited,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Order:
    """End an order from a moment on, by a paper; it counts until then.

    Raises ``ValidationError`` for one that has ended, or for a moment before it began;
    ``NotPermitted`` for a superior's, ``OutOfScope`` for another area's.
    """
    known = scope or scope_of(by, at=at)
    queries.order(known, order.pk)
    if not known.allows(words.GIVE_ORDERS, order.giver):
        raise NotPermitted(words.GIVE_ORDERS)
    held = Order.objects.select_for_update(of=("self",)).select_related("measure", "unit")
    found = held.get(pk=order.pk)
    cited = paper.required()
    if found.lifted_at or (found.ends_at and found.ends_at <= at):
        raise ValidationError(_("这项措施已经解除"))
    if ends_at < found.starts_at:
        raise ValidationError(_("解除时间不能早于起始时间"), code="ends_at")
    if found.ends_at and ends_at > found.ends_at:
        raise ValidationError(_("解除时间不能晚于原定结束时间"), code="ends_at")
    end([found], ends_at=ends_at, by=by, at=at, cited=cited)
    _tell_lifted(found, paper, by=by, at=at)
    return found


def write(
    new: Sequence[NewOrder],
    *,
    unit: Unit,
    giver: Unit,
    starts_at: datetime,
    by: User,
    at: datetime,
    cited: Mapping[str, object],
    ends_at: datetime | None = UNTIL_LIFTED,
    level: Level | None = None,
) -> list[Order]:
    """Write checked orders and their audit lines: for ``give`` and for a level's bundles."""
    made = Order.objects.bulk_create(
        Order(
            unit=unit,
            giver=giver,
            measure_id=one.measure,
            value=one.value,
            strength=one.strength,
            approver=one.approver,
            kinds=sorted(one.kinds),
            note=one.note,
            starts_at=starts_at,
            ends_at=ends_at,
            given_by=by,
            given_at=at,
            level=level,
            item=one.item,
            **cited,
        )
        for one in new
    )
    audit.record_many((_line(words.ORDER_GIVEN, one) for one in made), by=by, at=at)
    return made


def end(
    orders: Iterable[Order],
    *,
    ends_at: datetime,
    by: User,
    at: datetime,
    cited: Mapping[str, object],
    level: Level | None = None,
) -> None:
    """End locked orders, with their audit lines: for ``lift`` and for a level's bundles."""
    ended = list(orders)
    for one in ended:
        one.ends_at, one.lifted_at, one.lifted_by, one.lifted_by_level = ends_at, at, by, level
        one.lift_number = str(cited["paper_number"])
        one.lift_title = str(cited["paper_title"])
    fields = ["ends_at", "lifted_at", "lifted_by", "lifted_by_level", "lift_number", "lift_title"]
    Order.objects.bulk_update(ended, fields)
    audit.record_many((_line(words.ORDER_LIFTED, one) for one in ended), by=by, at=at)


def superiors(measures: Iterable[str], *, unit: Unit, giver: Unit, at: datetime) -> list[Order]:
    """Return the orders in force for a unit that units above ``giver`` gave, the highest first."""
    standing = Order.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at),
        starts_at__lte=at,
        measure__in=list(measures),
        unit__path__in=above(unit),
        giver__path__in=above(giver, strictly=True),
    )
    return list(standing.select_related("giver", "measure").order_by("giver__depth", "starts_at"))


def looser_than(measure: Measure, new: NewOrder, others: Iterable[Order]) -> Order | None:
    """Return the order of a superior that is stricter than a new one would be, None if none."""
    mine = rules.strictness(measure.direction, new.value, new.strength)
    for other in others:
        theirs = rules.strictness(measure.direction, other.value, other.strength)
        same = other.measure_id == measure.pk and rules.overlap(new.kinds, other.kinds)
        if same and theirs > mine:
            return other
    return None


def _refuse_looser(measure: Measure, new: NewOrder, unit: Unit, giver: Unit, at: datetime) -> None:
    other = looser_than(measure, new, superiors([measure.pk], unit=unit, giver=giver, at=at))
    if other is None:
        return
    told = {
        "giver": other.giver.name,
        "paper": other.by_paper,
        "what": saying.order_words(other, measure),
    }
    why = _("比上级宽松，不能下达：%(giver)s %(paper)s要求%(what)s；本级只能收紧") % told
    raise Looser(why, other)


def checked(new: NewOrder) -> Measure:
    """Return the measure of an order that is sound in itself; raises ``ValidationError``."""
    measure = Measure.objects.filter(pk=new.measure).first()
    if measure is None:
        told = {"code": new.measure}
        raise ValidationError(_("没有这项措施：%(code)s") % told, code="measure")
    if new.strength not in Strength.values or new.approver not in Approver.values:
        raise ValidationError(_("请选择力度"), code="strength")
    if set(new.kinds) - set(INSTITUTIONS):
        raise ValidationError(_("没有这类机构"), code="kinds")
    if measure.is_flag and new.value is not None:
        raise ValidationError(_("这项措施没有参数"), code="value")
    if not measure.is_flag:
        _check_number(measure, new.value)
    return measure


def _check_number(measure: Measure, value: Decimal | None) -> None:
    if value is None or value <= 0:
        raise ValidationError(_("请填写%(what)s") % {"what": measure.zh}, code="value")
    if round(value, measure.decimals) != value:
        raise ValidationError(_("小数位数过多"), code="value")


def _within_reach(scope: Scope, giver: Unit, kinds: Iterable[str]) -> None:
    """Let a section give orders for the kinds it reviews only."""
    if scope.everything:
        return
    for post in posts_over(scope, words.GIVE_ORDERS, giver):
        if post.kinds is None or (set(kinds) and set(kinds) <= post.kinds):
            return
    raise NotPermitted(words.GIVE_ORDERS)


def _line(word: Word, order: Order) -> audit.Entry:
    detail = {
        "measure": order.measure.zh,
        "value": None if order.value is None else str(order.value),
        "strength": order.strength,
        "kinds": order.kinds,
        "starts_at": order.starts_at.isoformat(),
        "ends_at": order.ends_at.isoformat() if order.ends_at else None,
        "paper": order.lift_paper if word is words.ORDER_LIFTED else order.by_paper,
    }
    return audit.Entry(word, order, order.unit_id, {k: v for k, v in detail.items() if v})


@for_others
def _tell(order: Order, measure: Measure, paper: Cited, *, by: User, at: datetime) -> None:
    told = {"what": saying.order_words(order, measure), "paper": paper.words}
    text = _("新措施：%(what)s（%(paper)s）") % told
    _leave(order, f"order:{order.pk}", text, by=by, at=at)


@for_others
def _tell_lifted(order: Order, paper: Cited, *, by: User, at: datetime) -> None:
    told = {"measure": order.measure.zh, "paper": paper.words}
    text = _("解除%(measure)s：%(paper)s") % told
    _leave(order, f"order-lifted:{order.pk}", text, by=by, at=at)


def _leave(order: Order, key: str, text: str, *, by: User, at: datetime) -> None:
    telling.tell_area(
        order.unit,
        key=key,
        text=text,
        url=reverse("response:order", args=[order.pk]),
        kind=words.ORDER,
        at=at,
        but=by.pk,
        kinds=order.kinds,
    )
