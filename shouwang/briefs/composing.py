"""A template and a source make the blocks of a paper, with notes of what had no record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shouwang.briefs import asking, naming, rules
from shouwang.briefs.charts import making
from shouwang.briefs.content import Block, Quote, Run
from shouwang.briefs.graphs import Graph
from shouwang.briefs.language import (
    ChartSpec,
    Choice,
    Clause,
    Condition,
    Limit,
    Line,
    Part,
    Repeat,
    Slot,
    Test,
    Words,
)
from shouwang.briefs.places import Place
from shouwang.briefs.sourcing import Source
from shouwang.figures.models import Figure
from shouwang.kit import numbers, words_zh

MOST_IN_TEXT = 12
MOST_BLOCKS = rules.MOST_BLOCKS


class TooLong(ValueError):
    """A template that would make a paper nobody can read; ``blocks`` is how far it came."""


@dataclass
class Composed:
    """Blocks with the figures they quote, and notes to the writer."""

    blocks: list[Block] = field(default_factory=list)
    quotes: dict[str, Quote] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    charts: dict[str, Graph] = field(default_factory=dict)


def compose(source: Source) -> Composed:
    """Return the paper's text for the source's template; raises ``TooLong``."""
    return _Writer(source).write()


class _Writer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.made = Composed()
        self.without_record: dict[str, str] = {}
        self.words = source.words
        self.place: Place | None = None
        self.said: list[str] = []

    def write(self) -> Composed:
        """Write every section that has something to say."""
        for heading, lines in _sections(self.source.template.lines):
            if heading and heading.condition and not self.holds(heading.condition):
                continue
            self._section(heading, lines)
            if len(self.made.blocks) > MOST_BLOCKS:
                raise TooLong(len(self.made.blocks))
        if self.without_record:
            listed = "、".join(self.without_record.values())
            self.made.notes.append(
                f"系统中还没有这些记录，相关语句未写，需要时请自行补充：{listed}。"
            )
        used = {run["ref"] for block in self.made.blocks for run in block["runs"] if "ref" in run}
        self.made.quotes = {k: q for k, q in self.made.quotes.items() if k in used}
        return self.made

    def _section(self, heading: Line | None, lines: list[Line]) -> None:
        blocks = [block for line in lines for block in self.lines(line)]
        if any(block["kind"] != "note" for block in blocks):
            if heading is not None:
                self.made.blocks.append(_heading(1, heading.heading))
            self.made.blocks += blocks
        elif heading is not None and self._has_no_source(lines):
            self.made.blocks.append(_note(heading.heading, 1))
            self.made.notes.append(f"“{heading.heading}”：本节数据尚无来源，未写入。")
        elif heading is not None:
            self.made.notes.append(f"“{heading.heading}”一节没有数据，未写。")

    def _has_no_source(self, lines: Iterable[Line]) -> bool:
        """Return whether nothing that these lines state is recorded anywhere."""
        codes = {code for line in lines for code in naming.codes_in(line)}
        codes -= {"today", "several_days"}
        return bool(codes) and all(self._is_absent(code) for code in codes)

    def _is_absent(self, code: str) -> bool:
        absent = self.source.template.absent
        unknown = code not in self.words and self.source.known(code) is None
        return code in absent and unknown

    def lines(self, line: Line) -> list[Block]:
        """Return the blocks of a line of the template; none when it says nothing."""
        if line.condition and not self.holds(line.condition):
            return []
        if line.directive == "totals":
            return self.totals()
        if line.directive == "problems":
            return self.problems()
        if line.chart:
            return self.chart(line.chart)
        if line.directive.startswith("each "):
            return self._each(line)
        runs = self._sentence(line.parts)
        if rules.says_nothing(runs):
            if line.level == 2 and self._has_no_source([line]):
                return [_note(line.heading.rstrip("。"), 2)]
            return []
        return [_heading(2, line.heading, runs)] if line.level == 2 else [_paragraph(runs)]

    def chart(self, spec: ChartSpec) -> list[Block]:
        """Return the block of a chart; one that nobody's figures fill only its writer hears of."""
        graph = making.made(self.source, spec, f"chart{len(self.made.charts) + 1}")
        if graph.is_empty:
            self.made.notes.append(making.why_empty(self.source, graph))
            return []
        self.made.charts[graph.key] = graph
        return [{"kind": "chart", "key": graph.key, "runs": []}]

    def _sentence(self, parts: Iterable[Part]) -> list[Run]:
        """Return the runs of a paragraph; another organ's figures carry 来源 at its end."""
        self.said = []
        runs = rules.tidy(self.parts(parts))
        organs = "；".join(dict.fromkeys(s for s in self.said if s))
        if not organs or rules.says_nothing(runs):
            return runs
        last = runs[-1].get("text", "") if runs else ""
        if last.endswith("。"):
            runs[-1] = {"text": f"{last[:-1]}（来源：{organs}）。"}
            return runs
        return [*runs, {"text": f"（来源：{organs}）"}]

    def _each(self, line: Line) -> list[Block]:
        found = []
        for runs in self._repeated(line.directive.removeprefix("each "), line.parts):
            tidied = rules.tidy(runs)
            if any("ref" in run for run in tidied) or not rules.says_nothing(tidied):
                found.append(_paragraph(tidied))
        return found

    def _repeated(self, over: str, parts: Sequence[Part]) -> list[list[Run]]:
        """Return the runs of parts for every place; a place that says no figure is left out."""
        found = []
        outer, words = self.place, self.words
        for place in self.source.repeated(over):
            self.place, self.words = place, words | {"name": place.name}
            runs = self.parts(parts)
            if any("ref" in run for run in runs):
                found.append(runs)
        self.place, self.words = outer, words
        return found

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
                case Repeat(over, inner):
                    found += [run for runs in self._repeated(over, inner) for run in runs]
        return found

    def slot(self, key: str) -> Run:
        """Return the run of a slot, its quote kept."""
        if key in self.words:
            return {"text": self.words[key]}
        if self.place is not None and key != "as_of" and not key.startswith("list:"):
            key = f"{key}@{self.place.key}"
        if key not in self.made.quotes:
            self.made.quotes[key] = self.source.quote(key)
        known = self.source.known(naming.bare(key))
        self.said.append(known.source if known else "")
        return {"ref": key}

    def stands(self, parts: Iterable[Part]) -> bool:
        """Return whether a clause has something to say: no figure in it is zero or unknown."""
        stands = True
        for part in parts:
            if not isinstance(part, Slot) or part.key in self.words or part.key == "as_of":
                continue
            if part.key.startswith(("Δ", "ratio:", "growth:")):
                continue
            if self._is_absent(part.key):
                self.without_record[part.key] = self.source.template.absent[part.key]
            if part.key.startswith("list:"):
                stands = stands and self._list_stands(part.key.removeprefix("list:"))
                continue
            stands = stands and bool(self.source.number(part.key, self.place))
        return stands

    def _list_stands(self, name: str) -> bool:
        """Return whether a list has names; one beside its own figure goes with that figure."""
        return name == "missing" or bool(self.source.lists.quote(name).value)

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition holds for the figures of the source."""
        return asking.holds(self.source, condition, self.place, self.words)

    def problems(self) -> list[Block]:
        """Return a sentence on each mark that is missed, in the template's order: 一是 …"""
        missed = [limit for limit in self.source.template.limits if self._misses(limit)]
        alone = len(missed) == 1
        return [
            _paragraph(rules.tidy(self._problem(limit, "" if alone else words_zh.point(n))))
            for n, limit in enumerate(missed, 1)
        ]

    def _misses(self, limit: Limit) -> bool:
        return self.source.compare(Test("compare", limit.code, limit.operator, str(limit.limit)))

    def _problem(self, limit: Limit, point: str) -> list[Run]:
        side = "低于" if limit.operator.startswith("<") else "高于"
        quote = self.source.quote(limit.code)
        return [
            {"text": f"{point}{quote.zh}"},
            self.slot(limit.code),
            {"text": f"，{side}{limit.words}，涉及"},
            self.slot(f"list:mark_{limit.code}"),
            {"text": "，原因是[请补充]。"},
        ]

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


def _note(heading: str, level: int) -> Block:
    """Return what the writer sees where a section would stand; it is never printed."""
    return {"kind": "note", "level": level, "text": heading, "runs": []}


def measure_note(figure: Figure) -> str:
    """Return a figure's name with its measure, for the head of a column."""
    return f"{figure.zh}（{figure.measure}）" if figure.measure else figure.zh


def in_cell(value: object, places: int) -> str:
    """Return a table's cell: 0 is 0, what nobody stated is —."""
    return numbers.in_table(value, places) if value is not None else "—"  # type: ignore[arg-type]
