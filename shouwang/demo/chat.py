"""Day 7: a township office pastes its homes' chat list. Each line goes through the reader of chats,
so that the demonstration files what was read and not what the story knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwang.accounts.actions.users import create_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.demo.story import CHAT_TOWNSHIP, Deed
from shouwang.intake.behalf import pasting
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.models import Unit
from shouwang.reporting import typed, versions
from shouwang.reporting.actions.reports import Filing
from shouwang.reporting.models import Form, Submission


@dataclass(frozen=True)
class TownshipOffice:
    """The clerk who files for a township's homes, and the homes that a chat there may mean."""

    clerk: User
    homes: Sequence[Unit]

    def filing(self, deed: Deed, unit: Unit, form: Form) -> Filing:
        """Return what the office hands in: the figures read from the chat's line, the others as it
        filled them in. Raises ``ValueError`` where the line is read otherwise than it was meant.
        """
        version = versions.in_force(form.pk, deed.day)
        if version is None:
            raise ValueError(f"no form on {deed.day}")
        number = [u.code for u in self.homes].index(unit.code) + 1
        reading = pasting.read(_line(number, deed), self.homes, version, {})
        (entry,) = reading.entries
        read, slips = typed.read(entry.stated.texts)
        if entry.key != unit.pk or slips or not read.items() <= deed.values.items():
            raise ValueError(f"{_line(number, deed)!r} is read as {read}")
        return Filing(
            values={**deed.values, **read},
            client_id=uuid7(),
            is_zero=entry.stated.is_quiet,
            source=Submission.Source.ON_BEHALF,
            source_note=pasting.note_of(entry.note),
        )


def homes_of(made: dict[str, Unit]) -> list[Unit]:
    """Return the institutions of the township whose office pastes a chat."""
    township = next(u for u in made.values() if u.name == CHAT_TOWNSHIP)
    return [u for u in made.values() if u.is_institution and u.path.startswith(township.path)]


def found_office(made: dict[str, Unit], by: User, at: datetime) -> TownshipOffice:
    """Put a clerk, who cannot sign in, into the township's office."""
    township = next(u for u in made.values() if u.name == CHAT_TOWNSHIP)
    clerk = create_user(
        username="m001", name="民政所经办人", password=None, by=by, at=at, is_demo=True
    )
    post = create_post(unit=township, name="民政所", role=Role.CLERK, by=by, at=at)
    fill_post(post=post, user=clerk, by=by, at=at)
    return TownshipOffice(clerk, homes_of(made))


def _line(number: int, deed: Deed) -> str:
    """Return a home's line of the chat, untidy as they are."""
    told = deed.values
    words = f"在院{told['in_house']}人，职工{told['staff']}，在岗 {told['on_post']}"
    if not told["fever_residents"] and not told["fever_staff"]:
        words += " 发热0"
    separator = (". ", "、", "）")[number % 3]
    return f"{number}{separator}{deed.place.name} {words}{' 无异常' if deed.is_zero else ''}"
