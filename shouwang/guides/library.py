"""The lists that come with the product, read from ``data/checklists.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "checklists.toml"


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
