"""What apps offer upward: menu entries, audit words, permissions, marks.

Imports point down only. An app that something above it needs to know about registers it here
(in ``apps.ready`` or at import of its ``words.py``); whoever is above reads the registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class Permission:
    """One thing a role may do, e.g. ``reporting.file_report`` (填报)."""

    code: str
    zh: Text
    roles: frozenset[str]
    after_hours: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Word:
    """An audit sentence: its code, e.g. ``reporting.report_filed``, and its Chinese words."""

    code: str
    zh: Text


@dataclass(frozen=True)
class MenuEntry:
    """One line of the rail: shown to whoever holds any of the permissions (none: to everyone)."""

    group: str
    label: Text
    url_name: str
    permissions: tuple[str, ...] = ()
    order: int = 100
    badge: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class PhoneTile:
    """One thing to do on a phone: shown to whoever holds any of the permissions.

    Its page is kept on the phone and opens without a network, as do the pages named in ``also``
    (no arguments in their addresses): none of them may carry personal data. ``packs`` names the
    packs of ``kit.offline`` that the page needs; the phone fetches them after any visit to /m/, for
    the unit at which the person works. ``icon`` is one Chinese character.
    """

    label: Text
    url_name: str
    permissions: tuple[str, ...] = ()
    order: int = 100
    note: Text = ""
    icon: Text = ""
    packs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass
class _Registry:
    permissions: dict[str, Permission] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    menu: list[MenuEntry] = field(default_factory=list)
    tiles: list[PhoneTile] = field(default_factory=list)
    marks: list[Callable[[], Text | None]] = field(default_factory=list)
    bell: MenuEntry | None = None


_registry = _Registry()

# The groups of the rail, in their order.
MENU_GROUPS: tuple[tuple[str, Text], ...] = (
    ("day", ""),
    ("orgs", pgettext_lazy("menu", "机构")),
    ("papers", pgettext_lazy("menu", "文稿")),
    ("settings", _("设置")),
)


def permission(
    code: str, zh: Text, *, roles: set[str], after_hours: frozenset[str] = frozenset()
) -> str:
    """Declare a permission with the roles that carry it, and return its code.

    Roles ``after_hours`` carry it at night, on days off and on holidays only.
    Raises ``ValueError`` when another permission has the same code.
    """
    if code in _registry.permissions:
        raise ValueError(f"permission {code} is declared twice")
    _registry.permissions[code] = Permission(code, zh, frozenset(roles) | after_hours, after_hours)
    permissions_of.cache_clear()
    return code


def permissions() -> dict[str, Permission]:
    """Return every declared permission by code."""
    return dict(_registry.permissions)


@cache  # asked by every request, and a role carries what the start declared
def permissions_of(role: str, *, in_hours: bool = False) -> frozenset[str]:
    """Return the codes of the permissions that a role carries, in office hours or out of them."""
    return frozenset(
        p.code
        for p in _registry.permissions.values()
        if role in p.roles and not (in_hours and role in p.after_hours)
    )


def word(code: str, zh: Text) -> Word:
    """Declare an audit sentence and return it; raises ``ValueError`` on a second one."""
    if code in _registry.words:
        raise ValueError(f"audit word {code} is declared twice")
    _registry.words[code] = Word(code, zh)
    return _registry.words[code]


def words() -> dict[str, Word]:
    """Return every declared audit sentence by code."""
    return dict(_registry.words)


def menu_entry(entry: MenuEntry) -> None:
    """Add an entry to the rail."""
    _registry.menu.append(entry)


def menu_entries(held: frozenset[str]) -> list[tuple[Text, list[MenuEntry]]]:
    """Return the rail's groups with the entries open to someone who holds ``held`` permissions."""
    groups = []
    for key, label in MENU_GROUPS:
        entries = [
            e
            for e in _registry.menu
            if e.group == key and (not e.permissions or held.intersection(e.permissions))
        ]
        if entries:
            groups.append((label, sorted(entries, key=lambda e: e.order)))
    return groups


def phone_tile(tile: PhoneTile) -> None:
    """Add a tile to the phone's home and to the bar at its foot."""
    _registry.tiles.append(tile)


def phone_tiles(held: frozenset[str] | None = None) -> list[PhoneTile]:
    """Return the tiles open to someone who holds ``held`` permissions; all of them for None."""
    open_ = [
        tile
        for tile in _registry.tiles
        if held is None or not tile.permissions or held.intersection(tile.permissions)
    ]
    return sorted(open_, key=lambda tile: tile.order)


def show_bell(entry: MenuEntry) -> None:
    """Let the bell in the head of every page lead to an entry and count as its badge does."""
    _registry.bell = entry


def bell() -> MenuEntry | None:
    """Return what the bell leads to, None where there is none."""
    return _registry.bell


def mark(provider: Callable[[], Text | None]) -> None:
    """Register a provider of a mark that every page and paper carries (演示数据), or None."""
    _registry.marks.append(provider)


def marks() -> list[Text]:
    """Return the marks in force now."""
    return [text for text in (provider() for provider in _registry.marks) if text]
