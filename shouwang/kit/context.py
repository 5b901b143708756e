"""What the frame of every page shows: the rail, the unit, the marks, the moment.

Everything is read only when a template asks for it, so that a fragment or a file costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, get_language_info

from shouwang.kit import clock, offline, registry


@dataclass(frozen=True)
class Line:
    """One line of the rail as it is drawn. ``place`` names where its badge is put once counted:
    empty for a line without one; ``badge`` is 0 until then."""

    label: Any
    url: str
    badge: int
    is_here: bool
    place: str = ""


@dataclass(frozen=True)
class Tile:
    """One tile of the phone as it is drawn; ``packs`` is what its page carries along."""

    label: Any
    url: str
    note: Any
    icon: Any
    packs: tuple[str, ...]
    also: tuple[str, ...]
    is_here: bool


@dataclass(frozen=True)
class Group:
    """A group of the rail; its label is empty for the first."""

    label: Any
    lines: list[Line]


class Shell:
    """The frame's data for one request; also answers for nobody in particular."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._counts: dict[Any, int] = {}

    @cached_property
    def _scope(self) -> Any:
        return getattr(self._request, "scope", None) if self.is_signed_in else None

    @cached_property
    def is_signed_in(self) -> bool:
        """Whether somebody is signed in."""
        user = getattr(self._request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @cached_property
    def menu(self) -> list[Group]:
        """The groups of the rail open to this user; an entry without a page is left out."""
        if not self.is_signed_in:
            return []
        held: frozenset[str] = getattr(self._scope, "permissions", frozenset())
        groups = [
            (label, [(entry, url) for entry in entries if (url := _url(entry.url_name))])
            for label, entries in registry.menu_entries(held)
        ]
        here = self._longest_match([url for _, pairs in groups for _, url in pairs])
        return [
            Group(label, [self._line(e, url, is_here=url == here) for e, url in pairs])
            for label, pairs in groups
            if pairs
        ]

    @cached_property
    def person(self) -> str:
        """What a phone knows the user by, to keep their entries apart from another's: says
        nothing of who they are. Empty for nobody."""
        user = self._request.user
        return person_of(user.pk) if self.is_signed_in and user.pk else ""

    @cached_property
    def tiles(self) -> list[Tile]:
        """The tiles of the phone open to this user; one without a page is left out."""
        if not self.is_signed_in:
            return []
        held: frozenset[str] = getattr(self._scope, "permissions", frozenset())
        pairs = [(tile, _url(tile.url_name)) for tile in registry.phone_tiles(held)]
        here = self._longest_match([url for _tile, url in pairs if url])
        return [
            Tile(
                tile.label,
                url,
                tile.note,
                # a sign of one character is Chinese: in English the label's first letter
                (tile.icon if self.language != "en" else "") or str(tile.label)[:1],
                tile.packs,
                tuple(filter(None, map(_url, tile.also))),
                url == here,
            )
            for tile, url in pairs
            if url
        ]

    @cached_property
    def kinds(self) -> list[tuple[str, Any]]:
        """The kinds of entry that a phone may hold, code and name."""
        return [(kind.code, kind.zh) for kind in offline.kinds().values()]

    @cached_property
    def bell(self) -> Line | None:
        """What the bell in the head leads to and how much waits there; None for nobody."""
        entry = registry.bell() if self._scope is not None else None
        url = _url(entry.url_name) if entry else ""
        if entry is None or not url:
            return None
        return Line(entry.label, url, self._badge(entry), url == self._request.path)

    def _line(self, entry: registry.MenuEntry, url: str, *, is_here: bool) -> Line:
        # the inbox's number is the bell's, which every page counts anyhow; the others are asked
        # for by the page once it stands (``badges``), so that no page waits for them
        known = self._counts.get(entry.badge, 0) if entry.badge else 0
        place = f"badge-{entry.url_name.replace(':', '-')}" if entry.badge else ""
        return Line(entry.label, url, known, is_here, place)

    @cached_property
    def badges(self) -> list[Line]:
        """The lines of the rail that count something, counted."""
        held: frozenset[str] = getattr(self._scope, "permissions", frozenset())
        counted = [
            (e, url)
            for _label, entries in registry.menu_entries(held)
            for e in entries
            if e.badge and (url := _url(e.url_name))
        ]
        for entry, _url_of in counted:
            self._badge(entry)
        return [self._line(entry, url, is_here=False) for entry, url in counted]

    def _badge(self, entry: registry.MenuEntry) -> int:
        if entry.badge is None:
            return 0
        # the rail and the bell count the same: asked once
        if entry.badge not in self._counts:
            self._counts[entry.badge] = entry.badge(self._scope)
        return self._counts[entry.badge]

    def _longest_match(self, urls: list[str]) -> str:
        """Return the rail's address that the present page stands under, or an empty string."""
        path = self._request.path
        matching = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
        return max(matching, key=len, default="")

    @cached_property
    def unit(self) -> str:
        """The name of the unit at which the user holds their first post, or an empty string."""
        subtrees = getattr(self._scope, "subtrees", ())
        return str(getattr(subtrees[0], "unit_name", "")) if subtrees else ""

    @cached_property
    def homes(self) -> list[tuple[int, str]]:
        """The units at which the user holds posts, the one they work for now first."""
        subtrees = getattr(self._scope, "subtrees", ())
        return list({tree.unit_id: tree.unit_name for tree in subtrees}.items())

    @cached_property
    def marks(self) -> list[Any]:
        """Marks in force, such as 演示数据: every page and paper carries them."""
        return registry.marks()

    @property
    def now(self) -> datetime:
        """The present moment in Asia/Shanghai."""
        return clock.now()

    @property
    def language(self) -> str:
        """The code of the language in use, for the page's ``lang``: ``zh-Hans`` or ``en``."""
        return "en" if str(get_language()).startswith("en") else "zh-Hans"

    @property
    def other_languages(self) -> list[dict[str, str]]:
        """The languages one may change to: code and own name."""
        return [
            {"code": code, "name": str(get_language_info(code)["name_local"])}
            for code, _ in settings.LANGUAGES
            if code != get_language()
        ]

    @property
    def help_contact(self) -> str:
        """Whom to ask when something fails, as the site's settings say; may be empty."""
        return str(getattr(settings, "HELP_CONTACT", ""))


def person_of(user_id: int) -> str:
    """Return what phones know a user by: the same for as long as this installation stands."""
    return salted_hmac("shouwang.outbox", str(user_id)).hexdigest()[:20]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Return the template context ``shell``: the frame's data, read lazily."""
    return {"shell": Shell(request)}
