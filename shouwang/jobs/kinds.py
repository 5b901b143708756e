"""Kinds of long work: each app registers its own, above."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shouwang.jobs.models import Work
    from shouwang.jobs.progress import Progress

Runner = Callable[["Work", "Progress"], dict[str, Any]]


class Refused(Exception):
    """The input will not do; ``result`` is shown to whoever asked."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__(str(result.get("why", "")))
        self.result = result


_runners: dict[str, Runner] = {}
_result_urls: dict[str, str] = {}


def kind(name: str, *, result_url: str = "") -> Callable[[Runner], Runner]:
    """Register a runner: it gets the work and its progress and returns a plain result.

    ``result_url`` names the page (by work number) that shows the result.
    """

    def decorate(runner: Runner) -> Runner:
        if name in _runners:
            raise ValueError(f"work kind {name} is registered twice")
        _runners[name] = runner
        _result_urls[name] = result_url
        return runner

    return decorate


def runner_of(name: str) -> Runner:
    """Return the runner of a kind; raises ``KeyError`` for an unknown one."""
    return _runners[name]


def result_url_of(name: str) -> str:
    """Return the name of the page that shows a kind's result, or an empty text."""
    return _result_urls.get(name, "")
