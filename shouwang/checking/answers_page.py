"""What the page of a checked text shows: the text in stretches, the list beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.checking.answers_marks import Checked, Mark
from shouwang.checking.answers_summary import quoted
from shouwang.checking.marks import Remark
from shouwang.checking.offered import Source
from shouwang.checking.subjects import UNITS

_GRAVITY = ("differs", "lint", "unclear", "unbacked", "equal")
SHAPES = {"equal": "✔", "differs": "✕", "unclear": "○", "unbacked": "?"}


@dataclass(frozen=True)
class Stretch:
    """A piece of the text: plain, a number (``mark``) or something remarked (``remark``)."""

    text: str
    mark: Mark | None = None
    remark: Remark | None = None
    link: str = ""

    @property
    def anchor(self) -> str:
        """Return the id that the list points at."""
        if self.mark is not None:
            return anchor(self.mark.found.start)
        return anchor(self.remark.start, "r") if self.remark is not None else ""

    @property
    def shape(self) -> str:
        """Return the shape of its status: a state is a shape, a word and a colour."""
        return SHAPES.get((self.mark.status if self.mark else None) or "", "▲")

    @property
    def spoken(self) -> str:
        """Return what a screen reader says before the number."""
        return str(_words()[(self.mark.status if self.mark else None) or "lint"])

    @property
    def why(self) -> str:
        """Return the reasons as one line."""
        if self.mark is not None:
            return "；".join([part for part in (self.mark.of, *self.mark.why) if part])
        return self.remark.why if self.remark is not None else ""


@dataclass
class Entry:
    """A line of the list: a number or a remark (of a ``rule``) with the words around it."""

    anchor: str
    status: str
    shape: str
    word: str
    quote: str
    of: str
    why: list[str]
    mark: Mark | None = None
    links: list[tuple[str, str]] = field(default_factory=list)
    rule: str = ""


@dataclass
class Like:
    """Another text that shares passages with this one."""

    title: str
    percent: int
    url: str
    pairs: list[tuple[str, str]]


@dataclass
class CheckPage:
    """A checked text on the screen."""

    checked: Checked
    stretches: list[Stretch]
    entries: list[Entry]
    likes: list[Like]
    summary: str
    counts: list[tuple[str, str, str, int]]
    figures: list[tuple[str, str]]

    @property
    def has_findings(self) -> bool:
        """Return whether anything is to be looked at."""
        return any(entry.status != "equal" for entry in self.entries)


def page(checked: Checked, others: dict[str, Source], reply: str) -> CheckPage:
    """Return the page of a checked text; ``others`` are what it was compared with."""
    entries = entries_of(checked)
    words = _words()
    counts = [(s, SHAPES[s], words[s], len(checked.of_status(s))) for s in SHAPES]  # type: ignore[arg-type]
    counts.append(("lint", "▲", words["lint"], len(checked.lint)))
    figures = [(t.code, t.zh) for t in checked.subjects.targets if t.nature != UNITS]
    return CheckPage(
        checked, list(stretches(checked)), entries, _likes(checked, others), reply,
        counts, figures,
    )  # fmt: skip


def entries_of(checked: Checked) -> list[Entry]:
    """Return the lines of the list, the gravest first."""
    return sorted(_entries(checked), key=lambda e: (_GRAVITY.index(e.status), e.anchor))


def stretches(checked: Checked) -> Iterator[Stretch]:
    """Yield the text from end to end; numbers go before remarks on the same place."""
    at = 0
    for start, end, what in _spans(checked):
        if start < at:
            continue
        if start > at:
            yield Stretch(checked.text[at:start])
        held = checked.text[start:end]
        if isinstance(what, Mark):
            behind = links(checked, what)
            yield Stretch(held, mark=what, link=behind[0][1] if behind else "")
        else:
            yield Stretch(held, remark=what)
        at = end
    if at < len(checked.text):
        yield Stretch(checked.text[at:])


def _spans(checked: Checked) -> list[tuple[int, int, Mark | Remark]]:
    marks = [m for m in checked.marks if m.status is not None]
    found: list[tuple[int, int, Mark | Remark]] = [
        (m.found.start, _end(checked.text, m), m) for m in marks
    ]
    taken = [(start, end) for start, end, _what in found]
    for remark in checked.lint:
        if not any(a < remark.end and remark.start < b for a, b in taken):
            found.append((remark.start, remark.end, remark))
    return sorted(found, key=lambda span: span[:2])


def _end(text: str, mark: Mark) -> int:
    measure = mark.found.measure or ""
    end = mark.found.end
    return end + len(measure) if measure and text.startswith(measure, end) else end


def _entries(checked: Checked) -> Iterator[Entry]:
    words = _words()
    for mark in checked.marks:
        if mark.status is None:
            continue
        found = mark.found
        quote = quoted(checked, found.start, _end(checked.text, mark))
        yield Entry(
            anchor(found.start), mark.status, SHAPES[mark.status], words[mark.status], quote,
            mark.of, mark.why, mark, links(checked, mark),
        )  # fmt: skip
    for remark in checked.lint:
        quote = quoted(checked, remark.start, remark.end)
        yield Entry(
            anchor(remark.start, "r"), "lint", "▲", words["lint"], quote, "", [remark.why],
            rule=remark.rule,
        )  # fmt: skip


def anchor(start: int, letter: str = "m") -> str:
    """Return the id of a place of the text; ids sort as the text runs."""
    return f"at{start:07d}{letter}"


def links(checked: Checked, mark: Mark) -> list[tuple[str, str]]:
    """Return the addresses of the rows behind a number that was compared."""
    question = mark.question
    if question is None or question.is_of_days:
        return []
    parts = list(question.target.figures)
    if question.whole is not None:
        parts += [pk for pk in question.whole.figures if pk not in parts]
    day = question.span[1]
    if not parts:
        return [(_("当日报送情况"), reverse("reporting:unit_day", args=[day, question.unit]))]
    return [(_("来源"), reverse("reporting:figure", args=[day, question.unit, pk])) for pk in parts]


def _likes(checked: Checked, others: dict[str, Source]) -> list[Like]:
    found: dict[str, Like] = {}
    for copy in checked.copies:
        like = found.get(copy.source)
        source = others.get(copy.source)
        if like is None:
            url = source.url if source else ""
            like = found[copy.source] = Like(copy.source, round(copy.share * 100), url, [])
        theirs = source.text[copy.source_start : copy.source_end] if source else ""
        like.pairs.append((copy.text, theirs))
    return list(found.values())


def _words() -> dict[str, Any]:
    return {
        "equal": _("相符"),
        "differs": _("不符"),
        "unclear": _("待明确"),
        "unbacked": _("无此记录"),
        "lint": _("文字提示"),
    }
