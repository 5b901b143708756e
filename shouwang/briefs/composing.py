"""A template and a source make the blocks of a paper, with notes of what had no record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shouwang.briefs import language, rules
from shouwang.briefs.content import Block, Quote, Run
from shouwang.briefs.language import Choice, Clause, Condition, Line, Part, Slot, Test, Words
from shouwang.briefs.sourcing import Source
from shouwang.figures.models import Figure
from shouwang.kit import numbers

MOST_IN_TEXT = 12


@dataclass
class Composed:
    """Blocks with the figures they quote, and notes to the writer."""

    blocks: list[Block] = field(default_factory=list)
    quotes: dict[str, Quote] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def compose(source: Source) -> Composed:
    """Return the paper's text for the source's template."""
    return _Writer(source).write()


class _Writer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.made = Composed()
        self.without_record: dict[str, str] = {}
        self.words = {
            "area": rules.all_of(source.unit.name),
            "now": source.now_word,
            "before": source.before_word,
            "span": source.span,
        }

    def write(self) -> Composed:
        """Write every section that has something to say."""
        for heading, lines in _sections(self.source.template.lines):
            if heading and heading.condition and not self.holds(heading.condition):
                continue
            blocks = [block for line in lines for block in self.lines(line)]
            if blocks:
                if heading is not None:
                    self.made.blocks.append(_heading(1, heading.heading))
                self.made.blocks += blocks
            elif heading is not None:
                self.made.notes.append(f"“{heading.heading}”一节没有数据，未写。")
        if self.without_record:
            listed = "、".join(self.without_record.values())
            self.made.notes.append(
                f"系统中还没有这些记录，相关语句未写，需要时请自行补充：{listed}。"
            )
        used = {run["ref"] for block in self.made.blocks for run in block["runs"] if "ref" in run}
        self.made.quotes = {k: q for k, q in self.made.quotes.items() if k in used}
        return self.made

    def lines(self, line: Line) -> list[Block]:
        """Return the blocks of a line of the template; none when it says nothing."""
        if line.directive == "totals":
            return self.totals()
        runs = rules.tidy(self.parts(line.parts))
        if rules.says_nothing(runs):
            return []
        return [_heading(2, line.heading, runs)] if line.level == 2 else [_paragraph(runs)]

    def parts(self, parts: Iterable[Part]) -> list[Run]:
        """Return the runs of parts, those left out that have nothing to say."""
        found: list[Run] = []
        for part in parts:
            match part:
                case Words(text):
                    found.append({"text": text})
                case Slot(key):
                    found.append(self.slot(key))
                case Clause(inner):
                    found += self.parts(inner) if self.stands(inner) else []
                case Choice(condition, inner, otherwise):
                    found += self.parts(inner if self.holds(condition) else otherwise)
        return found

    def slot(self, key: str) -> Run:
        """Return the run of a slot, its quote kept."""
        if key in self.words:
            return {"text": self.words[key]}
        if key not in self.made.quotes:
            self.made.quotes[key] = self.source.quote(key)
        return {"ref": key}

    def stands(self, parts: Iterable[Part]) -> bool:
        """Return whether a clause has something to say: no figure in it is zero or unknown."""
        stands = True
        for part in parts:
            if not isinstance(part, Slot) or part.key in self.words:
                continue
            if part.key.startswith(("Δ", "list:")):
                continue
            if part.key in self.source.template.absent:
                self.without_record[part.key] = self.source.template.absent[part.key]
            stands = stands and bool(self.source.number(part.key))
        return stands

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition holds for the figures of the source."""
        return any(all(self.test(test) for test in row) for row in condition.either)

    def test(self, test: Test) -> bool:
        """Return whether one test holds; what nobody stated is neither zero nor more."""
        value = self.source.number(test.name)
        match test.word:
            case "known":
                return value is not None
            case "unknown":
                return value is None
            case "not":
                return not value
            case "is":
                return bool(value)
        other = test.other
        limit = int(other) if other.isdecimal() else self.source.number(other)
        return language.compare(value, test.operator, limit)

    def totals(self) -> list[Block]:
        """Return one sentence for each main figure with its change, where no section knows it."""
        blocks: list[Block] = []
        for group in _sentences(main_figures(self.source)):
            runs: list[Run] = []
            for figure in group:
                runs += [{"text": f"{'，' if runs else ''}{figure.zh}"}, self.slot(figure.code)]
                runs += [{"text": "（"}, self.slot(f"Δ{figure.code}"), {"text": "）"}]
            blocks.append(_paragraph(rules.tidy([*runs, {"text": "。"}])))
        left = len(self.source.found.figures) - MOST_IN_TEXT
        if left > 0:
            self.made.notes.append(f"另有{left}项数据未写入正文，见附表。")
        return blocks


def main_figures(source: Source, most: int = MOST_IN_TEXT) -> list[Figure]:
    """Return the figures of the day that were stated, in their forms' order."""
    stated = source.found.total.values
    return [f for f in source.found.figures if stated.get(f.pk) is not None][:most]


def _sentences(figures: Sequence[Figure], most: int = 4) -> list[Sequence[Figure]]:
    return [figures[at : at + most] for at in range(0, len(figures), most)]


def _sections(lines: Sequence[Line]) -> list[tuple[Line | None, list[Line]]]:
    """Return the lines under each heading of the first level."""
    found: list[tuple[Line | None, list[Line]]] = []
    for line in lines:
        if line.level == 1:
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
        else:
            found.append((None, [line]))
    return found


def _heading(level: int, text: str, runs: Sequence[Run] = ()) -> Block:
    return {"kind": "heading", "level": level, "text": text, "runs": list(runs)}


def _paragraph(runs: Sequence[Run]) -> Block:
    return {"kind": "paragraph", "runs": list(runs)}


def measure_note(figure: Figure) -> str:
    """Return a figure's name with its measure, for the head of a column."""
    return f"{figure.zh}（{figure.measure}）" if figure.measure else figure.zh


def in_cell(value: object, places: int) -> str:
    """Return a table's cell: 0 is 0, what nobody stated is —."""
    return numbers.in_table(value, places) if value is not None else "—"  # type: ignore[arg-type]
