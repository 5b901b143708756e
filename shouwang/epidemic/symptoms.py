"""What symptoms are called: whoever takes them (above) names its codes here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Text = Any  # str or a lazy translation

_names: dict[str, Text] = {}


def name(codes: Mapping[str, Text]) -> None:
    """Name codes of symptoms."""
    _names.update(codes)


def shown(codes: Iterable[str]) -> list[Text]:
    """Return symptoms in words; a code that nobody named stands as it is."""
    return [_names.get(code, code) for code in codes]
