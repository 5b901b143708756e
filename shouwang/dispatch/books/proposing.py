"""What each blank cell of a superior's sheet seems to ask for, told by its heads. Pure.

A person confirms it once; nothing doubtful is ever filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from shouwang.dispatch.books import heads, mapping
from shouwang.dispatch.books.heads import Around, Heads
from shouwang.dispatch.books.mapping import DOUBT, NONE, SURE, UNKNOWN, WHOLE, BookMapping, Fill
from shouwang.dispatch.tables.design import CHANGE, CUMULATIVE, TODAY, ref_of
from shouwang.figures.matching import EXACT, LIKELY, Asked, Binding, Known, bind, plain
from shouwang.kit.sheets.blank_form import FormSheet

# a head that names a group of people: a figure that does not name it is another one
_TELLING = ("职工", "工作人员", "儿童", "残疾", "殡葬", "流浪", "男", "女", "确诊", "疑似", "密接")


@dataclass(frozen=True)
class Vocabulary:
    """What a unit's sheet may speak of.

    ``figures`` by id, report states under negative ones (``states``); ``flows`` are the ids that
    may be summed over days; ``units`` are (place, name) by plain name, and ``whole`` the plain
    names of the unit itself.
    """

    figures: Sequence[Known]
    states: Mapping[int, str] = field(default_factory=dict)
    flows: frozenset[int] = frozenset()
    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    _asked: dict[tuple[str, str], Binding] = field(default_factory=dict)

    @cached_property
    def measures(self) -> frozenset[str]:
        """Return the measure words that may stand alone in a cell."""
        return frozenset({k.measure for k in self.figures if k.measure} | {"人", "家", "个", "元"})

    @cached_property
    def by_id(self) -> dict[int, Known]:
        """Return the figures by id."""
        return {known.id: known for known in self.figures}

    def ref(self, number: int) -> str:
        """Return the reference of a figure or report state."""
        state = self.states.get(number)
        return f"state:{state}" if state else ref_of([number])

    def ask(self, label: str, measure: str) -> Binding:
        """Return what a label is, asked once for all the cells under it."""
        key = (plain(label), measure)
        if key not in self._asked:
            self._asked[key] = bind(Asked(label, measure), self.figures)
        return self._asked[key]

    def parts_of(self, label: str) -> tuple[int, ...]:
        """Return the figures that a head names together: 今日新发发热 of 服务对象 and of 职工."""
        for named in (plain, _new_cases):
            wanted = named(label)
            found = [
                k.id
                for k in self.figures
                if named(k.zh.partition("：")[0]) == wanted != named(k.zh)
            ]
            if len(found) > 1:
                return tuple(found)
        return ()

    def place_of(self, label: str) -> tuple[str, str] | None:
        """Return (place, name) of the unit that a head names, None of another head."""
        if plain(label) in self.whole or heads.is_total(label):
            return WHOLE, ""
        return self.units.get(plain(label))


def _new_cases(label: str) -> str:
    """Return a name by what is new in it: 新增发热人数 and 今日新发发热 are asked as one."""
    text = plain(label).removeprefix("今日").removeprefix("当日").removesuffix("数")
    return text.removesuffix("人").replace("新增", "新发")


@dataclass(frozen=True)
class _Found:
    number: int
    how: str
    side: str
    period: str = TODAY
    parts: tuple[int, ...] = ()


def propose(sheets: Iterable[FormSheet], words: Vocabulary) -> BookMapping:
    """Return what every blank cell of a workbook takes, as far as its heads tell."""
    fills: list[Fill] = []
    title = ""
    for sheet in sheets:
        title = title or _title(sheet)
        fills += _Sheet(sheet, words).fills()
    fills = fills[: mapping.MOST_CELLS]
    return BookMapping(title or "报表", tuple(_once_each(fills)))


def _title(sheet: FormSheet) -> str:
    for row in range(1, 4):
        text = "".join(sheet.at(row, c).text for c in range(1, min(sheet.columns, 3) + 1))
        if len(plain(text)) >= 4 and not heads.field_of(text):
            # the day in its brackets is filled in, it is no part of the name
            for start, _end, _field in heads.slots(text):
                text = text[:start].rstrip("（( ")
            return text.strip()[:60]
    return sheet.name[:60]


def _once_each(fills: list[Fill]) -> list[Fill]:
    """Return the cells; a number that stands twice is doubtful where it stands again."""
    seen: set[tuple[str, str, str, str]] = set()
    found = []
    for fill in fills:
        what = (fill.sheet, fill.ref, fill.place, fill.period)
        if fill.how == SURE and fill.is_number:
            if what in seen:
                fill = replace(fill, how=DOUBT, why="twice")
            seen.add(what)
        found.append(fill)
    return found


class _Sheet:
    def __init__(self, sheet: FormSheet, words: Vocabulary) -> None:
        self.sheet, self.words = sheet, words
        self.heads = Heads(sheet, words.measures)

    def fills(self) -> list[Fill]:
        found = []
        for row in range(1, self.sheet.rows + 1):
            is_foot = self.heads.is_foot(row)
            for column in range(1, self.sheet.columns + 1):
                if not self.heads.is_covered(row, column):
                    fill = self._word(row, column) or self._number(row, column, is_foot)
                    found += [fill] if fill else []
        return found

    def _word(self, row: int, column: int) -> Fill | None:
        """Return a cell of the head or foot: a blank after its word, or blanks inside a text."""
        cell = self.sheet.at(row, column)
        name = cell.ref
        if cell.is_blank:
            asked = self.heads.field_before(row, column)
            if not asked:
                return None
            label = mapping.TEXTS[asked]
            return Fill(self.sheet.name, name, f"text:{asked}", how=SURE, row=label)
        blanks = [] if cell.formula else heads.slots(cell.text)
        if not blanks:
            return None
        _t, _l, _b, right = self.heads.span(row, column)
        is_alone = len(blanks) == 1 and heads.field_of(cell.text) and right == column
        if is_alone and column < self.sheet.columns and self.sheet.at(row, column + 1).is_blank:
            return None  # the blank cell after it takes the word
        told = "、".join(mapping.TEXTS[f] for _s, _e, f in blanks)
        return Fill(self.sheet.name, name, "text:slots", how=SURE, row=told)

    def _number(self, row: int, column: int, is_foot: bool) -> Fill | None:
        cell = self.sheet.at(row, column)
        if is_foot or cell.formula or not (cell.is_blank or cell.is_number):
            return None
        around = self.heads.around(row, column)
        if not around.above and not around.before:
            return None
        if any(heads.takes_words(label) for label in around.above[-1:]):
            return None
        if not around.before and not around.is_near:
            return None
        if not around.above and not self._is_item(around):
            return None
        bare = Fill(self.sheet.name, cell.ref, row=around.row, column=around.column)
        if cell.is_number:
            return replace(bare, why="number") if around.above else None
        return self._proposed(bare, around)

    def _is_item(self, around: Around) -> bool:
        """Return whether a sheet without column heads names a figure right before the cell."""
        return any(self.words.ask(one, around.measure).how == EXACT for one in around.before)

    def _proposed(self, bare: Fill, around: Around) -> Fill:
        place, place_name, above, before = self._placed(around)
        found = self._figure(above, before, around.measure)
        if found is None:
            return replace(bare, place=place, place_name=place_name)
        given = {
            "ref": ref_of(list(found.parts)) if found.parts else self.words.ref(found.number),
            "side": found.side,
            "period": found.period,
            "place": place,
            "place_name": place_name,
        }
        other = before if found.side == "column" else above
        strange = [one for one in other if not self._says_nothing(one)]
        if found.side != "both" and strange:
            if found.side == "column":
                why = f"unit:{strange[-1]}"
                return replace(bare, **given | {"place": UNKNOWN}, how=NONE, why=why)
            return replace(bare, **given, how=DOUBT, why=f"head:{strange[-1]}")
        side = "column" if found.side == "both" else found.side
        return replace(bare, **given | {"side": side}, how=found.how)

    def _placed(self, around: Around) -> tuple[str, str, list[str], list[str]]:
        """Return whose figure it is, and the heads that are left to name the figure."""
        place, name = WHOLE, ""
        left: list[list[str]] = [[], []]
        for side, labels in enumerate((around.above, around.before)):
            for label in labels:
                told = self.words.place_of(label)
                if told is None:
                    left[side].append(label)
                elif told[0]:
                    place, name = told
        return place, name, left[0], left[1]

    def _says_nothing(self, label: str) -> bool:
        return bool(
            heads.is_generic(label)
            or heads.period_of(label)
            or heads.is_total(label)
            or label in self.words.measures
            or label.isdigit()
        )

    def _figure(self, above: list[str], before: list[str], measure: str) -> _Found | None:
        period = next((p for one in [*above, *before] if (p := heads.period_of(one))), TODAY)
        up = [one for one in above if not self._says_nothing(one)]
        left = [one for one in before if not self._says_nothing(one)]
        tries = [("both", text) for text in _joined(up, left)]
        tries += [("column", text) for text in _of_side(up)]
        tries += [("row", text) for text in _of_side(left)]
        for side, text in tries:
            if one := self._exact(side, text, measure, up if side == "column" else left):
                return self._in(one, period)
        for side, text in tries:
            if parts := self.words.parts_of(text):
                return self._in(_Found(parts[0], DOUBT, side, parts=parts), period)
        # two heads together only ever name a figure exactly: else a unit nobody knows joins in
        for side, text in (one for one in tries if one[0] != "both"):
            for _how, of_day, label in _readings(text):
                bound = self.words.ask(label, measure)
                if bound.how == LIKELY:
                    return self._in(_Found(bound.figures[0], DOUBT, side, of_day), period)
        return None

    def _exact(self, side: str, text: str, measure: str, labels: list[str]) -> _Found | None:
        for how, period, label in _readings(text):
            bound = self.words.ask(label, measure)
            if bound.how != EXACT:
                continue
            known = self.words.by_id[bound.figures[0]]
            if period == CUMULATIVE and known.id not in self.words.flows:
                continue
            if side != "both" and _names_others(labels, known):
                how = DOUBT
            return _Found(known.id, how, side, period)
        return None

    def _in(self, found: _Found, period: str) -> _Found:
        """Return it in the period that a head of its own names."""
        if period == TODAY or found.period != TODAY:
            return found
        is_wrong = period == CUMULATIVE and found.number not in self.words.flows
        is_state = found.number in self.words.states and period in (CHANGE, CUMULATIVE)
        how = DOUBT if is_wrong or is_state else found.how
        return replace(found, period=period, how=how)


def _joined(above: list[str], before: list[str]) -> list[str]:
    if not above or not before:
        return []
    return [above[-1] + before[-1], before[-1] + above[-1]]


def _of_side(labels: list[str]) -> list[str]:
    """Return how the heads of one side may name a figure: the whole line of them, the last."""
    if not labels:
        return []
    whole = "".join(labels)
    turned = "".join(reversed(labels))
    return list(dict.fromkeys([whole, turned, labels[-1]]))


def _readings(text: str) -> list[tuple[str, str, str]]:
    """Return (how, period, label): as it stands, and without the word for its day."""
    found = [(SURE, TODAY, text)]
    for word in ("当日", "本日", "当天"):
        if word in text:
            found += [
                (SURE, TODAY, text.replace(word, "今日")),
                (SURE, TODAY, text.replace(word, "")),
            ]
    for word in ("昨日", "前一日"):
        if text.startswith(word):
            bare = text.removeprefix(word)
            found += [(SURE, "before", bare), (SURE, "before", f"今日{bare}")]
    if text.startswith("累计"):
        bare = text.removeprefix("累计")
        found += [(DOUBT, CUMULATIVE, bare), (DOUBT, CUMULATIVE, f"今日{bare}")]
    elif not text.startswith("今日"):
        found.append((DOUBT, TODAY, f"今日{text}"))
    return found


def _names_others(labels: list[str], known: Known) -> bool:
    """Return whether a group head names people that the figure does not speak of."""
    told = "".join([known.zh, *known.aliases])
    return any(word in label and word not in told for label in labels for word in _TELLING)
