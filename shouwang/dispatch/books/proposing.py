"""What each blank cell of a superior's sheet seems to ask for, told by its heads. Pure.

A person confirms it once; nothing doubtful is ever filled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shouwang.dispatch.books import labels, mapping
from shouwang.dispatch.books.heads import Around, Heads
from shouwang.dispatch.books.mapping import DOUBT, NONE, SURE, UNKNOWN, WHOLE, BookMapping, Fill
from shouwang.dispatch.books.vocabulary import Vocabulary
from shouwang.dispatch.tables.design import CHANGE, CUMULATIVE, TODAY, ref_of
from shouwang.figures.matching import EXACT, LIKELY, plain
from shouwang.kit.sheets.blank_form import FormSheet


@dataclass(frozen=True)
class _Found:
    number: int
    how: str
    side: str
    period: str = TODAY
    parts: tuple[int, ...] = ()
    why: str = ""


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
        if len(plain(text)) >= 4 and not labels.field_of(text):
            # the day in its brackets is filled in, it is no part of the name
            for start, _end, _field in labels.slots(text):
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
        blanks = [] if cell.formula else labels.slots(cell.text)
        if not blanks:
            return None
        _t, _l, _b, right = self.heads.span(row, column)
        is_alone = len(blanks) == 1 and labels.field_of(cell.text) and right == column
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
        if any(labels.takes_words(label) for label in around.above[-1:]):
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
        why = found.why if found.how == DOUBT else ""
        return replace(bare, **given | {"side": side}, how=found.how, why=why)

    def _placed(self, around: Around) -> tuple[str, str, list[str], list[str]]:
        """Return whose figure it is, and the heads that are left to name the figure."""
        place, name = WHOLE, ""
        left: list[list[str]] = [[], []]
        for side, told_by in enumerate((around.above, around.before)):
            for label in told_by:
                told = self.words.place_of(label)
                if told is None:
                    left[side].append(label)
                elif told[0]:
                    place, name = told
        return place, name, left[0], left[1]

    def _says_nothing(self, label: str) -> bool:
        return bool(
            labels.is_generic(label)
            or labels.period_of(label)
            or labels.is_total(label)
            or label in self.words.measures
            or label.isdigit()
        )

    def _figure(self, above: list[str], before: list[str], measure: str) -> _Found | None:
        period = next((p for one in [*above, *before] if (p := labels.period_of(one))), TODAY)
        up = [one for one in above if not self._says_nothing(one)]
        left = [one for one in before if not self._says_nothing(one)]
        tries = [("both", text) for text in labels.joined(up, left)]
        tries += [("column", text) for text in labels.of_side(up)]
        tries += [("row", text) for text in labels.of_side(left)]
        for side, text in tries:
            if one := self._exact(side, text, measure, up if side == "column" else left):
                return self._in(one, period)
        for side, text in tries:
            if parts := self.words.parts_of(text):
                return self._in(_Found(parts[0], DOUBT, side, parts=parts, why="parts"), period)
        # two heads together only ever name a figure exactly: else a unit nobody knows joins in
        for side, text in (one for one in tries if one[0] != "both"):
            for _how, of_day, label in labels.readings(text):
                bound = self.words.ask(label, measure)
                if bound.how == LIKELY:
                    like = _Found(bound.figures[0], DOUBT, side, of_day, why="like")
                    return self._in(like, period)
        return None

    def _exact(self, side: str, text: str, measure: str, told: list[str]) -> _Found | None:
        for how, period, label in labels.readings(text):
            bound = self.words.ask(label, measure)
            if bound.how != EXACT:
                continue
            known = self.words.by_id[bound.figures[0]]
            if period == CUMULATIVE and known.id not in self.words.flows:
                continue
            why = "period" if period != TODAY else "day"
            if side != "both" and (other := labels.names_others(told, known)):
                how, why = DOUBT, f"group:{other}"
            return _Found(known.id, how, side, period, why=why)
        return None

    def _in(self, found: _Found, period: str) -> _Found:
        """Return it in the period that a head of its own names."""
        if period == TODAY or found.period != TODAY:
            return found
        is_wrong = period == CUMULATIVE and found.number not in self.words.flows
        is_state = found.number in self.words.states and period in (CHANGE, CUMULATIVE)
        if is_wrong or is_state:
            return replace(found, period=period, how=DOUBT, why="period")
        return replace(found, period=period)
