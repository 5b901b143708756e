"""Which unit and which period a number is of, by its own words or by what was said before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from shouwang.checking.matching_sides import Side
from shouwang.checking.matching_tokens import Sentence, Token
from shouwang.checking.periods import Mention
from shouwang.checking.places import Places
from shouwang.checking.subjects import CUMULATIVE, FLOW, Target
from shouwang.checking.subjects_words import ALL_KINDS, CUM, NEW

Span = tuple[date | None, date]


@dataclass
class When:
    """A period with what speaks against it; ``others`` are the periods that it may be as well.

    A ``soft`` doubt counts only where the records say otherwise.
    """

    span: Span
    doubt: str = ""
    soft: str = ""
    others: list[Span] = field(default_factory=list)


@dataclass
class Where:
    """A unit, None for one elsewhere or unknown; ``others`` are units it may be as well."""

    unit: int | None
    doubt: str = ""
    others: list[int] = field(default_factory=list)
    name: str = ""


@dataclass
class Context:
    """What a text has said so far, sentence by sentence."""

    places: Places
    day: date
    as_of: date | None = None
    about: Mention | None = None
    heading: int | None = None
    kinds: frozenset[str] | None = None
    heading_kinds: frozenset[str] | None = None
    line: int = -1
    line_place: int | None = None
    line_days: list[date] = field(default_factory=list)
    sentence_places: list[tuple[int | None, str, bool]] = field(default_factory=list)
    sentence_mentions: list[Token] = field(default_factory=list)
    opening: int = 0  # where the first number of the sentence stands

    def begin(self, sentence: Sentence, *, is_heading: bool) -> None:
        """Start a sentence; a heading's place holds until the next heading."""
        if sentence.line != self.line:
            self.line, self.line_place, self.line_days = sentence.line, None, []
        elif self.sentence_places:
            known = (unit for unit, _name, _part in self.sentence_places if unit is not None)
            self.line_place = next(known, None)
        self.sentence_places, self.sentence_mentions = [], []
        self.opening = next((t.start for t in sentence.tokens if t.sort == "number"), 0)
        if is_heading:
            words = [t.word for t in sentence.tokens if t.sort == "kind" and t.word]
            self.heading_kinds = words[-1].kinds if words else None
            named = [t for t in sentence.tokens if t.sort == "place"]
            self.heading = self._of(named[-1]) if named else None
        self.kinds = None if self.heading_kinds == ALL_KINDS else self.heading_kinds

    def end(self, sentence: Sentence) -> None:
        """Remember what a sentence said of times."""
        for token in sentence.tokens:
            mention = token.mention
            if mention is None:
                continue
            if mention.sort == "as_of":
                self.as_of = mention.last
            elif mention.sort == "named_span":
                self.about = mention
            elif mention.sort == "day" and mention.first and mention.first != self.day:
                self.line_days.append(mention.first)

    def clause_ends(self) -> None:
        """Forget, at a semicolon, days that were named in passing: 昨日为9人；今后…."""
        self.sentence_mentions = [t for t in self.sentence_mentions if t.start < self.opening]

    def hear(self, told: Side, *, is_part: bool) -> None:
        """Remember the places and periods before a number."""
        for token in told.places:
            unit = self._of(token)
            if unit == self.places.unit.pk and not is_part:
                self.heading = None  # 全市 again: what the heading named is over
            self.sentence_places.append((unit, token.text, is_part))
        if told.unit_kinds is not None and not is_part:
            self.kinds = told.unit_kinds
        elif told.is_any_unit or any(t.sort == "area" for t in told.places):
            self.kinds = None  # 全市 again, or institutions of every kind
        self.sentence_mentions += told.mentions

    def hear_elsewhere(self, name: str, *, is_part: bool) -> None:
        """Remember a unit that nobody knows: what the sentence goes on to count is its own, too."""
        self.sentence_places.append((None, name, is_part))

    def where(self, told: Side) -> Where:
        """Return the unit that a number is of."""
        if told.places:
            named = [self._named(token) for token in told.places]
            last = named[-1]
            units = {one.unit for one in named if not self._is_above(one.unit, last.unit)}
            if len(units) > 1:
                last.doubt = _("同一句里有几个地方，分不清是哪一个的数")
                last.others = [u for u in units if u is not None and u != last.unit]
            return last
        whole = [p for p in self.sentence_places if not p[2]]
        if whole:
            unit, name, _part = whole[-1]
            if unit is None:
                return Where(None, _("“%(name)s”不在核对范围内") % {"name": name}, name=name)
            after_parts = any(p[2] for p in self.sentence_places)
            doubt = _("前面说到了下级单位，分不清是哪一个的数") if after_parts else ""
            return Where(
                unit, doubt, [p[0] for p in self.sentence_places if p[0] not in (None, unit)]
            )
        asked = self.places.unit.pk
        if self.sentence_places:  # 其中棠宁区确诊2例，死亡1例
            unit, name, _part = self.sentence_places[-1]
            doubt = _("前面说到了下级单位，分不清是哪一个的数")
            return Where(unit, doubt, [self.heading or asked], name)
        if self.line_place not in (None, asked):
            doubt = _("本句没有写明单位，上一句说的是别的单位")
            return Where(self.line_place, doubt, [asked])
        return Where(self.heading or asked)

    def _of(self, token: Token) -> int | None:
        return self._named(token).unit

    def _named(self, token: Token) -> Where:
        if token.sort == "area":
            topics = [p[0] for p in self.sentence_places if p[0] is not None]
            topics = [t for t in (self.heading, self.line_place) if t] + topics
            units = self.places.area(token.text, topics)
            if units is None:
                doubt = _("“%(word)s”指哪个单位不明确") % {"word": token.text}
                return Where(self.places.unit.pk, doubt, name=token.text)
        else:
            units = token.place.units if token.place else ()
        if not units:
            doubt = _("“%(name)s”不在核对范围内") % {"name": token.text}
            return Where(None, doubt, name=token.text)
        if len(units) > 1:
            doubt = _("有几个单位都叫“%(name)s”") % {"name": token.text}
            return Where(units[0], doubt, list(units[1:]), token.text)
        return Where(units[0], name=token.text)

    def _is_above(self, unit: int | None, other: int | None) -> bool:
        units = self.places.units
        if unit is None or other is None or unit == other:
            return False
        return units[other].path.startswith(units[unit].path)

    def when(self, told: Side, target: Target, terms: frozenset[str]) -> When:
        """Return the period that a number of a target is of."""
        heard = told.mentions or self.sentence_mentions
        mention = heard[-1].mention if heard else None
        told_when = (
            self._flow(mention, terms) if target.nature == FLOW else self._moment(mention, target)
        )
        aside = not told.mentions and bool(heard) and heard[-1].start > self.opening
        if aside and told_when.span[1] != (self.as_of or self.day):
            told_when.doubt = told_when.doubt or _("本段前面写的是另一天，分不清是哪天的数")
            told_when.others.append((self.as_of or self.day,) * 2)
        return told_when

    def _moment(self, mention: Mention | None, target: Target) -> When:
        """Return when a stock, a state or a running total is as of."""
        default = self.as_of or self.day
        if mention is None:
            others = [d for d in dict.fromkeys(self.line_days) if d != default]
            return self._default(others)
        if mention.last is None:
            return When((default, default), _("没有写明是哪天的数"))
        day = mention.last
        doubt = ""
        if mention.sort in ("span", "named_span") and target.nature != CUMULATIVE:
            doubt = _("写的是一段时间，而这个数是某一时点的数")
        long = mention.first is not None and (day - mention.first).days > 6
        if target.nature == CUMULATIVE and long:
            doubt = _("写的是一段时间的累计，而这个数是从头累计的")
        return When((day, day), doubt)

    def _flow(self, mention: Mention | None, terms: frozenset[str]) -> When:
        """Return the days over which a flow is summed."""
        default = self.as_of or self.day
        if CUM in terms and not (mention and mention.last is None):
            if mention and mention.sort in ("since", "span", "named_span") and mention.last:
                return When((mention.first, mention.last))
            return When((None, (mention.last if mention else None) or default))
        if mention is None:
            return self._unnamed_flow(default)
        if mention.last is None:
            return When((default, default), _("没有写明是哪几天的数"), others=[(None, default)])
        if mention.sort == "as_of" and NEW not in terms:
            doubt = _("没有写明是当日数还是累计数")
            return When((mention.last, mention.last), doubt, others=[(None, mention.last)])
        if mention.sort == "as_of":
            return When((mention.last, mention.last))
        return When((mention.first, mention.last))

    def _unnamed_flow(self, default: date) -> When:
        if self.about and self.about.first and self.about.last:
            return When((self.about.first, self.about.last))
        return self._default([d for d in dict.fromkeys(self.line_days) if d != default])

    def _default(self, others: list[date]) -> When:
        """Return the day of a number that names none: as of the last 截至, else the paper's."""
        day = self.as_of or self.day
        doubt = _("本段前面写的是另一天，分不清是哪天的数") if others else ""
        soft = ""
        if day != self.day:
            soft = _("前文写的是截至另一天，本句是否也指那一天不明确")
            others = [*others, self.day]
        return When((day, day), doubt, soft, [(d, d) for d in others])
