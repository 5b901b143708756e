"""Files of units that were uploaded and checked, and wait for the word to import them."""

from __future__ import annotations

from datetime import timedelta

from shouwang.kit.waiting import Waiting

_FILES = Waiting("waiting/units", timedelta(days=1))
keep, opened, drop = _FILES.keep, _FILES.opened, _FILES.drop
