"""What apps above offer for a step of the chain: isolation for 隔离, a temperature for 复测."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from shouwang.epidemic import rules
from shouwang.epidemic.models import Case

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class Offer:
    """A page that does a step's work: its words and its address's name, opened with ``?case=``."""

    step: str
    label: Text
    url_name: str

    def url(self, case: Case) -> str:
        """Return the address for one case, with the person."""
        return f"{reverse(self.url_name)}?{urlencode({'case': case.pk, 'person': case.person_id})}"


_offers: dict[str, Offer] = {}


def offer(step: str, label: Text, url_name: str) -> None:
    """Offer a page for a step; raises ``ValueError`` for an unknown step or a second offer."""
    if step not in rules.CHAIN:
        raise ValueError(f"no step {step} in the chain")
    if step in _offers:
        raise ValueError(f"a page for {step} is offered twice")
    _offers[step] = Offer(step, label, url_name)


def offered(step: str) -> Offer | None:
    """Return what is offered for a step, None where nothing is."""
    return _offers.get(step)
