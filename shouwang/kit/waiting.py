"""Files that were uploaded and checked, and wait for the word to go on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage

from shouwang.kit import clock
from shouwang.kit.ids import uuid7


@dataclass(frozen=True)
class Waiting:
    """A folder of such files; one that nobody came back for within ``kept`` is let go."""

    folder: str
    kept: timedelta

    def keep(self, file: File) -> UUID:
        """Keep a file and return its key; old ones are let go."""
        self._sweep()
        key = uuid7()
        default_storage.save(self._place(key), file)
        return key

    def opened(self, key: UUID) -> BinaryIO:
        """Open a kept file; raises ``FileNotFoundError`` when it was let go."""
        return default_storage.open(self._place(key), "rb")  # type: ignore[return-value]

    def drop(self, key: UUID) -> None:
        """Let a file go."""
        default_storage.delete(self._place(key))

    def _place(self, key: UUID) -> str:
        return f"{self.folder}/{key}"

    def _sweep(self) -> None:
        try:
            _folders, names = default_storage.listdir(self.folder)
        except FileNotFoundError:
            return
        # the disk stamps its files by the machine's clock, also where the demonstration shifts ours
        limit = clock.machine_now() - self.kept
        for name in names:
            place = f"{self.folder}/{name}"
            with suppress(FileNotFoundError):  # whoever came at the same moment let it go
                if default_storage.get_modified_time(place) < limit:
                    default_storage.delete(place)
