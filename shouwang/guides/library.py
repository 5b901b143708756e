"""What comes with the product: the lists (``data/checklists.toml``), which kinds of institution owe
a plan of their own (``data/plans.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")
_FILE, _PLANS = _DATA / "checklists.toml", _DATA / "plans.toml"


@dataclass(frozen=True)
class BuiltinItem:
    """A question; without a source it is a proposal of ours and not official."""

    group: str
    text: str
    source: str = ""

    @property
    def is_official(self) -> bool:
        """Return whether a source says it."""
        return bool(self.source)


@dataclass(frozen=True)
class Builtin:
    """A list to adopt: for which kinds, how often, its questions."""

    code: str
    title: str
    cadence: str
    kinds: tuple[str, ...]
    items: tuple[BuiltinItem, ...]


@cache
def builtins() -> dict[str, Builtin]:
    """Return every list of the library by code, in the order of the file."""
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    sources = told["sources"]
    return {
        row["code"]: Builtin(
            row["code"],
            row["title"],
            row["cadence"],
            tuple(row["kinds"]),
            tuple(
                BuiltinItem(one["group"], one["text"], sources[one["source"]])
                if "source" in one
                else BuiltinItem(one["group"], one["text"])
                for one in row["item"]
            ),
        )
        for row in told["list"]
    }


@cache
def plan_kinds() -> tuple[str, ...]:
    """Return the kinds of institution that owe a plan of their own (一院一策)."""
    return tuple(tomllib.loads(_PLANS.read_text(encoding="utf-8"))["kinds"])
