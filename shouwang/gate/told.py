"""What is told of somebody at the gate when they are entered: plain data, no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shouwang.gate.kinds import Decision
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit


@dataclass(frozen=True)
class Who:
    """A visitor: one whom the gate knows by ``id``, or by name and phone. All empty for nobody
    in particular (an ambulance that went straight in)."""

    id: UUID | None = None
    name: str = ""
    phone: str = ""
    come_from: str = ""

    @property
    def is_nobody(self) -> bool:
        """Return whether nothing is told."""
        return self.id is None and not self.name.strip() and not self.phone.strip()


@dataclass(frozen=True)
class Step:
    """One step with a feverish visitor: a word of ``FeverStep``, where or to whom, when."""

    step: str
    note: str
    happened_at: datetime
    id: UUID = field(default_factory=uuid7)


@dataclass(frozen=True)
class NewVisit:
    """Somebody at the gate. Temperatures in tenths of a degree Celsius; ``id`` is the client's
    key; ``is_settled`` says that a person decided that it stands against a measure."""

    unit: Unit
    purpose: str
    happened_at: datetime
    decision: str = Decision.ADMITTED
    reason: str = ""
    who: Who = field(default_factory=Who)
    person_id: UUID | None = None
    whom: str = ""
    heads: int = 1
    plate: str = ""
    temperature: int | None = None
    recheck: int | None = None
    wears_mask: bool | None = None
    is_history_clear: bool | None = None
    wants_video: bool = False
    note: str = ""
    steps: Sequence[Step] = ()
    left_at: datetime | None = None
    device_at: datetime | None = None
    is_settled: bool = False
    id: UUID = field(default_factory=uuid7)
