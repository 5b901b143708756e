"""Residents of the cast's homes, and pages on the day of the story."""

from tests.people.conftest import admit, carer, engage, head  # noqa: F401
from tests.reporting.conftest import browse, story_clock  # noqa: F401
