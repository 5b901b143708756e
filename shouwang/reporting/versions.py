"""Published form versions as plain values, kept in memory: a published one never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from shouwang.figures import rules as figure_rules
from shouwang.kit import clock, prepared
from shouwang.reporting import packs
from shouwang.reporting.models import FormVersion, Item, Rule
from shouwang.reporting.rules import ItemSpec, RuleSpec

# content.md §1, Clock; a form's own clock goes before it
LOCK = time(22, 0)


@dataclass(frozen=True)
class PlainVersion:
    """A form version with its items and rules, and the way between codes and figure ids."""

    id: int
    form_id: int
    series_id: int
    number: int
    zh: str
    period: str
    kinds: tuple[str, ...]
    clock: dict[str, object]
    signing: tuple[str, ...]
    # the day that the series starts on: the only period of a form that is asked for once
    asked_on: date
    items: tuple[ItemSpec, ...]
    groups: tuple[str, ...]
    helps: tuple[str, ...]
    figure_ids: tuple[int, ...]
    rules: tuple[RuleSpec, ...]

    @cached_property
    def key_of(self) -> dict[str, str]:
        """Return the figure key of each item code."""
        return {i.code: str(f) for i, f in zip(self.items, self.figure_ids, strict=True)}

    @cached_property
    def code_of(self) -> dict[str, str]:
        """Return the item code of each figure key."""
        return {key: code for code, key in self.key_of.items()}

    def time_of(self, name: str, level: str | None = None) -> time | None:
        """Return a time of the day's clock: ``statistics``, ``lock``, or ``filing`` of a level."""
        raw = self.clock.get(name)
        if isinstance(raw, dict):
            raw = raw.get(level or "institution")
        if raw == DAY_BEFORE:
            return time.min
        return time.fromisoformat(str(raw)) if raw else None

    def start_of(self, day: date) -> date:
        """Return the first day of the period that ``day`` falls in."""
        if self.period == figure_rules.ONCE:
            return self.asked_on
        return figure_rules.period_start(self.period, day)

    def statistics_at(self, day: date) -> datetime | None:
        """Return the statistics moment of the period that starts on ``day``: on its last day, at
        ``24:00`` of the day before where the form says so; None where it sets none."""
        at = self.time_of("statistics")
        return clock.at(figure_rules.period_end(self.period, day), at) if at is not None else None

    def due_at(self, day: date, level: str = "institution") -> datetime | None:
        """Return the filing time of a level for the period that starts on ``day``: on its last
        day, for a form asked for once its one moment; None where the form sets none."""
        if self.period == figure_rules.ONCE:
            due = self.clock.get("due")
            return datetime.fromisoformat(str(due)).replace(tzinfo=clock.SHANGHAI) if due else None
        at = self.time_of("filing", level)
        return clock.at(figure_rules.period_end(self.period, day), at) if at else None

    def lock_at(self, day: date) -> datetime | None:
        """Return when the period that starts on ``day`` is locked: never before its filing time;
        None for a form without a clock and for one asked for once: they are taken at any time."""
        if self.period == figure_rules.ONCE:
            return None
        due, at = self.due_at(day), self.time_of("lock")
        if at is None and due is None:
            return None
        locked = clock.at(figure_rules.period_end(self.period, day), at or LOCK)
        return max(locked, due) if due else locked


# a statistics moment at the end of the day before: the overnight supplement's
DAY_BEFORE = "24:00"

_kept: dict[int, PlainVersion] = {}


def plain(version: FormVersion) -> PlainVersion:
    """Return a version as plain values; published ones are kept."""
    if version.pk in _kept:
        return _kept[version.pk]
    made = _make(version)
    if version.state == FormVersion.State.PUBLISHED:
        _kept[version.pk] = made
    return made


def forget() -> None:
    """Forget every version: another database has its own."""
    _kept.clear()


def plain_by_id(version_id: int) -> PlainVersion:
    """Return a version by its id."""
    if version_id in _kept:
        return _kept[version_id]
    return plain(FormVersion.objects.select_related("form__series").get(pk=version_id))


_IN_FORCE = """
SELECT id FROM reporting_formversion
WHERE form_id = %s AND state = 'published' AND starts_on <= %s
ORDER BY starts_on DESC, number DESC LIMIT 1
"""


def in_force(form_id: int, day: date) -> PlainVersion | None:
    """Return the version of a form that holds on a day: the latest published that has begun."""
    rows = prepared.fetch(_IN_FORCE, [form_id, day])
    return plain_by_id(rows[0][0]) if rows else None


def _make(version: FormVersion) -> PlainVersion:
    items = list(
        Item.objects.filter(version=version).select_related("figure").order_by("order", "pk")
    )
    rules = Rule.objects.filter(version=version).select_related("about__figure")
    rules = rules.order_by("order", "pk")
    series = version.form.series
    return PlainVersion(
        id=version.pk,
        form_id=version.form_id,
        series_id=series.pk,
        number=version.number,
        zh=series.zh,
        period=series.period,
        kinds=tuple(series.kinds),
        clock=dict(version.clock),
        signing=tuple(version.signing),
        asked_on=series.starts_on,
        items=tuple(_item(i) for i in items),
        groups=tuple(i.group for i in items),
        helps=tuple(i.help for i in items),
        figure_ids=tuple(i.figure_id for i in items),
        rules=tuple(
            RuleSpec(r.expression, r.severity, r.message, r.about.figure.code if r.about else "")
            for r in rules
        ),
    )


def _item(item: Item) -> ItemSpec:
    figure = item.figure
    return ItemSpec(
        code=figure.code,
        zh=figure.zh,
        measure=figure.measure,
        nature=figure.nature,
        required=item.is_required,
        carries=item.carries,
        zero_when_quiet=item.zero_when_quiet,
        decimals=figure.decimals,
        part=item.is_part,
        packs=packs.of(figure.measure, item.packs),
    )
