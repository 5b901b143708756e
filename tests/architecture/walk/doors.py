"""Every address of the house, found by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

from tests.architecture.walk.things import NEUTRAL, NEVER_OURS, QUERIES, THINGS


@dataclass(frozen=True)
class Door:
    """One address: its route, its view, the names of its parameters."""

    route: str
    view: Any
    parameters: dict[str, Any]

    @property
    def access(self) -> tuple[str, ...] | None:
        """Return what the view declares, None when it does not."""
        return getattr(self.view, "access", None)

    def path(self, values: dict[str, Any]) -> str:
        """Return the address with its parameters filled in."""
        path = self.route
        for name, converter in self.parameters.items():
            label = next(k for k, c in get_converters().items() if c is converter)
            filled = str(converter.to_url(values[name]))
            path = path.replace(f"<{label}:{name}>", filled).replace(f"<{name}>", filled)
        query = QUERIES[self.route](values) if self.route in QUERIES else {}
        return f"/{path}?{urlencode(query)}" if query else f"/{path}"


def doors(resolver: URLResolver | None = None, route: str = "") -> Iterator[Door]:
    """Yield every address of the house."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Door(here, entry.callback, dict(entry.pattern.converters))
        else:
            yield from doors(entry, here)


DOORS = list(doors())


KNOWN = {*THINGS, *NEUTRAL, *NEVER_OURS}


# the rest fails in ``test_every_parameter_is_known_to_this_walk``
WALKED = [door for door in DOORS if set(door.parameters) <= KNOWN]


WITH_THINGS = [door for door in WALKED if set(door.parameters) - set(NEUTRAL)]
