"""Pure decisions of papers: tidy sentences, runs that may not change, what is not fit to print."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

Run = Mapping[str, str]
Block = Mapping[str, Any]

_STRENGTH = "、，；：。"
_MEETING = re.compile("[、，；：。]{2,}")
_LEADING = re.compile("^[、，；：。]+")
_AFTER_STOP = re.compile("([。：（])[、，；]+")
FIGURE = "\x00"  # stands for a figure among free text
LONGEST_TEXT = 20_000
MOST_BLOCKS = 400
KINDS = ("heading", "paragraph", "chart", "note")


class Tampered(ValueError):
    """A text whose figures are not the paper's own."""


def tidy(runs: Iterable[Run]) -> list[dict[str, str]]:
    """Return runs with neighbouring texts joined and stranded punctuation gone.

    Where parts of a sentence went, the stronger of two meeting marks stays; a paragraph does not
    begin with one; a stop with nothing before it goes.
    """
    joined: list[dict[str, str]] = []
    for run in runs:
        if "text" in run and joined and "text" in joined[-1]:
            joined[-1]["text"] += run["text"]
        else:
            joined.append(dict(run))
    for run in joined:
        if "text" in run:
            run["text"] = _MEETING.sub(_strongest, run["text"])
            run["text"] = _AFTER_STOP.sub(r"\1", run["text"])
    if joined and "text" in joined[0]:
        joined[0]["text"] = _LEADING.sub("", joined[0]["text"])
    return [run for run in joined if run.get("text") != ""]


def _strongest(met: re.Match[str]) -> str:
    return max(met.group(), key=_STRENGTH.index)


def says_nothing(runs: Sequence[Run]) -> bool:
    """Return whether runs hold neither a figure nor a word."""
    return not any("ref" in run or re.search(r"\w", run["text"]) for run in runs)


def checked(
    blocks: object,
    *,
    keys: Collection[str],
    shown: Mapping[str, str],
    charts: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Return blocks as a browser sent them, once they are found sound.

    Text is free; a figure may be moved, repeated or left out, but it stays the paper's own: a
    reference to no figure or chart of the paper, or one with other words, raises ``Tampered``.
    """
    if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS:
        raise Tampered("blocks")
    return [_chart(b, charts) or _block(b, keys, shown) for b in blocks]


def _chart(block: object, charts: Collection[str]) -> dict[str, Any] | None:
    """Return the block of a chart of the paper's own; None for another block."""
    if not isinstance(block, dict) or block.get("kind") != "chart":
        return None
    if block.get("key") not in charts:
        raise Tampered("chart")
    return {"kind": "chart", "key": block["key"], "runs": []}


def _block(block: object, keys: Collection[str], shown: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(block, dict) or block.get("kind") not in KINDS:
        raise Tampered("block")
    runs = block.get("runs", [])
    if not isinstance(runs, list):
        raise Tampered("runs")
    found = tidy_ends([_run(run, keys, shown) for run in runs])
    if block["kind"] == "paragraph":
        return {"kind": "paragraph", "runs": found}
    level = block.get("level")
    if level not in (1, 2):
        raise Tampered("level")
    if block["kind"] == "note":
        return {"kind": "note", "level": level, "text": line(block.get("text", "")), "runs": []}
    return {"kind": "heading", "level": level, "text": line(block.get("text", "")), "runs": found}


def _run(run: object, keys: Collection[str], shown: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(run, dict):
        raise Tampered("run")
    if "ref" not in run:
        return {"text": line(run.get("text"))}
    key = run["ref"]
    if not isinstance(key, str) or key not in keys or set(run) - {"ref", "shown"}:
        raise Tampered(f"figure {key!r}")
    if "shown" in run and run["shown"] != shown[key]:
        raise Tampered(f"figure {key!r} says {run['shown']!r}")
    return {"ref": key}


def line(text: object) -> str:
    """Return free text as one line; raises ``Tampered`` for what is no text or far too long."""
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise Tampered("text")
    return re.sub(r"[\r\n\t\u00a0\u200b\x00]+", " ", text)


def tidy_ends(runs: Sequence[Run]) -> list[dict[str, str]]:
    """Return runs with neighbouring texts joined and empty ones gone; the words stay."""
    joined: list[dict[str, str]] = []
    for run in runs:
        if "text" in run and joined and "text" in joined[-1]:
            joined[-1]["text"] += run["text"]
        elif run.get("text") != "":
            joined.append(dict(run))
    return joined


_HOLES = (
    re.compile(r"\[[^\]]*\]"),
    re.compile(r"X月X日|××+|XX+|\*\*+|＊＊+"),
    re.compile(r"(?<![0-9\x00一二三四五六七八九十百千万亿])(?:万元|亿元|人次)(?=[，。；、])"),
)
_TYPED = re.compile(r"\d[\d.,]*(?:%|％|人次|万元|亿元|批次|[人家张只间件例份起对场元天])")


def holes(text: str) -> list[str]:
    """Return what still waits for a person: [ ], XX, **, a measure without its number."""
    return [found.group() for pattern in _HOLES for found in pattern.finditer(text)]


def typed_numbers(text: str) -> list[str]:
    """Return numbers with a measure that stand in free text: nothing is behind them."""
    return [found.group() for found in _TYPED.finditer(text)]


def free_text(blocks: Iterable[Block]) -> list[str]:
    """Return the words that people may write: headings, and text between figures."""
    found: list[str] = []
    for block in blocks:
        if block["kind"] == "note":
            continue
        if block.get("text"):
            found.append(block["text"])
        runs = "".join(run.get("text", FIGURE) for run in block.get("runs", ()))
        if runs.strip(FIGURE):
            found.append(runs)
    return found


def all_of(area_name: str) -> str:
    """Return 全市, 全县 … by how a place's name ends; the name itself otherwise."""
    endings = "省市县区州镇乡旗"
    if area_name.endswith("街道"):
        return "全街道"
    return f"全{area_name[-1]}" if area_name[-1:] in endings else area_name


_PLAIN_NUMBER = re.compile(r"[约近逾超]?[\d,，.]+[余多]?[万亿]?[%％]?")


def trace_of(reason: str) -> dict[str, Any]:
    """Return what the audit trail keeps of a reason: its length and what it can be told by again.

    A reason may name people; its words stay with the paper, of which a trail that nothing is ever
    taken out of needs no copy.
    """
    return {
        "reason_length": len(reason),
        "reason_digest": hashlib.sha256(reason.encode()).hexdigest()[:16],
    }


def told_in_trail(shown: str, measure: str) -> str:
    """Return what the trail keeps of what a figure prints: the number, of other words how many."""
    is_number = _PLAIN_NUMBER.fullmatch(shown.removesuffix(measure))
    return shown if is_number or not shown else f"（{len(shown)}字）"
