"""The clock of the story and signed-in clients, as the tests of reporting have them."""

from __future__ import annotations

from tests.reporting.conftest import browse, story_clock

__all__ = ["browse", "story_clock"]
