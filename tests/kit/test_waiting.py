"""Uploaded files wait for their word for a while, told by the machine's own clock."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from shouwang.kit import clock
from shouwang.kit.waiting import Waiting


def test_a_file_nobody_came_back_for_goes_also_while_the_demonstration_shifts_the_clock(
    settings,
):
    settings.CLOCK_SHIFT = -timedelta(days=2_000)
    waiting = Waiting("waiting/some", timedelta(hours=2))
    old, new = waiting.keep(ContentFile(b"old")), waiting.keep(ContentFile(b"new"))
    left = (clock.machine_now() - timedelta(hours=3)).timestamp()
    os.utime(default_storage.path(f"waiting/some/{old}"), (left, left))
    waiting.drop(waiting.keep(ContentFile(b"another")))
    with pytest.raises(FileNotFoundError):
        waiting.opened(old)
    with waiting.opened(new) as kept:
        assert kept.read() == b"new"
    waiting.drop(new)
    with pytest.raises(FileNotFoundError):
        waiting.opened(new)


def test_two_who_come_at_once_do_not_stumble_over_the_same_old_file(monkeypatch):
    waiting = Waiting("waiting/others", timedelta(hours=2))
    waiting.drop(waiting.keep(ContentFile(b"the folder is there")))
    # the other has let it go between our look into the folder and our look at the file
    monkeypatch.setattr(default_storage, "listdir", lambda _folder: ([], ["gone"]))
    new = waiting.keep(ContentFile(b"new"))
    with waiting.opened(new) as kept:
        assert kept.read() == b"new"
    waiting.drop(new)
