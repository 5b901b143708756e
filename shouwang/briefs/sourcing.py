"""The figures of a unit and a day, or several days, as papers ask for them: by code, read once.

Everything comes from ``figures.spans`` (a day's ``unit_day``); a figure that nobody stated is None,
never 0.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from shouwang.briefs import language, places, quoting
from shouwang.briefs.circumstances import Circumstances, plain_words
from shouwang.briefs.content import Number, Quote
from shouwang.briefs.known import HOMES, REGISTRY, STATES, Catalogue, Known
from shouwang.briefs.language import Template, Test
from shouwang.briefs.lists import Lists
from shouwang.briefs.places import Place
from shouwang.epidemic import stating
from shouwang.figures import comparable, evidence, spans
from shouwang.figures.models.figure import Aggregate, Nature
from shouwang.figures.models.series import Period
from shouwang.figures.rules import period_end, period_start
from shouwang.figures.tally import Tally
from shouwang.figures.totals import UnitDay
from shouwang.kit import clock, words_zh
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

__all__ = ["HOMES", "STATES", "Known", "Source"]


class Source:
    """The figures of one unit and period at one moment, for one template."""

    def __init__(
        self,
        scope: Scope,
        unit: Unit,
        day: date,
        at: datetime,
        template: Template,
        about: Circumstances | None = None,
    ) -> None:
        self.scope, self.unit, self.day, self.at = scope, unit, day, at
        self.template, self.about = template, about or Circumstances()
        self.first = self.about.first or day
        self.found: UnitDay = spans.unit_span(scope, unit, self.first, day)
        self.catalogue = Catalogue(unit, self.found, template)
        self.lists = Lists(self)

    @property
    def is_span(self) -> bool:
        """Return whether the paper tells of more than a day."""
        return self.first != self.day

    @cached_property
    def is_weekly(self) -> bool:
        """Return whether everything reported is weekly."""
        periods = {s.period for s in self.found.series if s.pk in self._stated_series}
        return periods == {Period.WEEKLY} and not self.is_span

    @cached_property
    def _stated_series(self) -> set[int]:
        under_way = [s for s in self.found.series if self.unit.path.startswith(s.owner.path)]
        below = [s for s in self.found.series if s.owner.path.startswith(self.unit.path)]
        return {s.pk for s in (under_way or below)}

    @cached_property
    def gaps(self) -> list[evidence.Missing]:
        """Return the units that owe a report of the last day and have not filed."""
        return evidence.missing(self.scope, self.unit, self.day)

    @cached_property
    def ends_on(self) -> date:
        """Return the last day of the period."""
        period = Period.WEEKLY if self.is_weekly else Period.DAILY
        return period_end(period, period_start(period, self.day))

    @property
    def is_under_way(self) -> bool:
        """Return whether the period is still going on."""
        return clock.local_day(self.at) <= self.ends_on

    @property
    def now_word(self) -> str:
        """Return 今日, 当日, 本周, 期内."""
        if self.is_weekly or self.is_span:
            return "本周" if self.is_weekly else "期内"
        return "今日" if self.is_under_way else "当日"

    @property
    def before_word(self) -> str:
        """Return 昨日, 前一日, 上周, 前7天."""
        if self.is_span:
            return f"前{(self.day - self.first).days + 1}天"
        if self.is_weekly:
            return "上周"
        return "昨日" if self.is_under_way else "前一日"

    def since(self, known: Known) -> str:
        """Return what a figure's change is counted from: of several days, what stands is compared
        with the day before them, what flows with as many days before."""
        if self.is_span and any(f.nature != Nature.FLOW for f in known.figures):
            return words_zh.short_day(self.first - timedelta(days=1))
        return self.before_word

    @property
    def until(self) -> str:
        """Return until when the figures count: now, or 24时 of a day that is over."""
        if clock.local_day(self.at) <= self.day:
            return words_zh.moment(self.at)
        return f"{words_zh.short_day(self.day)}24时"

    @property
    def span(self) -> str:
        """Return the days of a weekly period in brackets; nothing for a day."""
        if not self.is_weekly:
            return ""
        first = period_start(Period.WEEKLY, self.day)
        return f"（{words_zh.span(first, self.ends_on)}一周）"

    @cached_property
    def words(self) -> dict[str, str]:
        """Return the words that a template may print beside figures, by name."""
        return plain_words(self.unit, self.day, self.about) | {
            "now": self.now_word,
            "before": self.before_word,
            "span": self.span,
            "report": "周报" if self.is_weekly else "日报",
            **self._of_case,
        }

    @cached_property
    def _of_case(self) -> dict[str, str]:
        """Return what the house's case states that no figure does; nothing of a bureau."""
        if not (self.template.absent and self.unit.is_institution):
            return {}
        return stating.of_house(self.unit, at=self.at)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Return the units below and the kinds of institution, by key, the units first."""
        kinds = places.kinds(self.found, self.found.figures, self.first)
        return {place.key: place for place in [*self.children, *kinds]}

    @cached_property
    def children(self) -> list[Place]:
        """Return the units directly below."""
        return places.children(self.found, self.first)

    def repeated(self, over: str) -> list[Place]:
        """Return what a sentence is repeated for: ``child`` units or ``kind``s of institution."""
        if over == "child":
            return self.children
        return [place for place in self.places.values() if place.key.startswith("k:")]

    def known(self, code: str) -> Known | None:
        """Return a figure by its code, or the template's sum; None where the day has none of it."""
        return self.catalogue.known(code)

    def total(self, place: Place | None = None) -> Tally:
        """Return the totals of the unit, or of one of its parts."""
        return self.found.total if place is None else place.total

    def number(self, code: str, place: Place | None = None) -> Number | None:
        """Return the value of a code in a condition: figure, state, list's length, share."""
        total = self.total(place)
        if code in STATES:
            has_it = place is None or place.has_states
            return int(getattr(total, code)) if has_it else None
        if (stands := self._of_paper(code)) is not None:
            return stands
        if code in REGISTRY:
            return len(self.institutions(code, place))
        if code == "rate":
            return Decimal(total.filed) / total.due if total.due else None
        if code in ("filed_before", "missing_before"):
            before = self.found.before
            return before.filed if before.due else None
        if code in self.template.lists or code == "list:missing":
            return self.lists.quote(code.removeprefix("list:")).value
        if code in self.template.shares:
            told = self.template.shares[code]
            part, whole = self.number(told.part, place), self.number(told.whole, place)
            return Decimal(part) / Decimal(whole) if part is not None and whole else None
        known = self.known(code)
        return known.value_in(total) if known else None

    def _of_paper(self, code: str) -> int | None:
        """Return 1 or 0 for a question about the paper itself; None for what is none."""
        if code == "same_units":
            return int(self.is_comparable)
        stage = self.about.stage
        answers = {
            "today": self.is_under_way and not self.is_span,
            "several_days": self.is_span,
            "first_report": stage in ("", "初报"),
            "follow_up": stage.startswith("续报"),
            "final_report": stage == "终报",
        }
        return int(answers[code]) if code in answers else None

    def institutions(self, code: str, place: Place | None = None) -> list[int]:
        """Return the ids of the institutions of the last day: all, or homes for the elderly."""
        return self.catalogue.institutions(self.scope, code, place, self.day)

    def differs(self, code: str) -> bool:
        """Return whether a figure reads otherwise than in the paper before; without one, yes."""
        if not self.about.earlier:
            return True
        now = self.number(code)
        return self.about.earlier.get(code) != (None if now is None else str(now))

    def all_of(self, test: Test) -> bool:
        """Return whether all of the one are the other too, and whoever states one states both."""
        part, whole = self.number(test.name), self.number(test.other)
        if not whole or part != whole:
            return False
        stated = self.found.total.stated
        ones, others = self.known(test.name), self.known(test.other)
        if ones is None or others is None:
            return True
        said = [min(stated.get(f.pk, 0) for f in one.figures) for one in (ones, others)]
        return said[0] >= said[1]

    def quote(self, key: str) -> Quote:
        """Return a slot as it is printed; a code that the day does not have prints （无数据）."""
        base, _at, place = key.partition("@")
        found = self.places.get(place) if place else None
        return quoting.quote(self, key, base, found)

    @cached_property
    def is_comparable(self) -> bool:
        """Return whether the same units filed as in the period before: totals may be compared."""
        return comparable.is_alike(self.found, self.first)

    @cached_property
    def _steps(self) -> dict[int, comparable.Step]:
        return comparable.steps(self.found, self.found.figures, self.first)

    def change(self, known: Known, place: Place | None = None) -> Number | None:
        """Return a figure's change since the period before.

        Unless the same units filed then, only those count that stated it as often in both periods.
        """
        base = self.base(known, place)
        if base is None:
            return None
        if place is None and not self._is_plain(known):
            return sum(self._steps[f.pk].change for f in known.figures if f.pk in self._steps)
        now = known.value_in(self.total(place))
        return None if now is None else now - base

    def base(self, known: Known, place: Place | None = None) -> Number | None:
        """Return the value that a figure's change is counted from; None where nothing compares."""
        if place is not None:
            return known.value_in(place.before) if place.before else None
        now, before = (known.value_in(t) for t in (self.found.total, self.found.before))
        if now is None or before is None:
            return None
        if self._is_plain(known):
            return before
        found = [self._steps[f.pk].base for f in known.figures if f.pk in self._steps]
        return sum(found) if found else None

    def _is_plain(self, known: Known) -> bool:
        return self.is_comparable or known.aggregate == Aggregate.MIN

    def listed(self, name: str) -> Quote:
        """Return a list of units: at most five names, then how many there are."""
        return self.lists.quote(name)

    def compare(self, test: Test, place: Place | None = None) -> bool:
        """Return whether a comparison of a template holds."""
        other = test.other
        limit = Decimal(other) if _is_number(other) else self.number(other, place)
        return language.compare(self.number(test.name, place), test.operator, limit)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()
