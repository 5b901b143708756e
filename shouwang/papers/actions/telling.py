"""Telling people about papers: what waits for them, what came back, what arrived.

Only a link is told, behind sign-in; the paper itself never travels. It is told in the site's own
language, whichever one the teller reads.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.accounts.roles import BUREAU, INSTITUTION
from shouwang.desk.actions import inbox
from shouwang.desk.actions.inbox import NewEntry
from shouwang.kit.language import for_others
from shouwang.papers import queries, words
from shouwang.papers.models import Paper, PaperStep, Recipient


def url_of(paper: Paper) -> str:
    """Return where a paper is read."""
    return reverse("papers:paper", args=[paper.pk])


def step_key(step: PaperStep) -> str:
    """Return the inbox key of a step."""
    return f"paper-step:{step.pk}"


def returned_key(paper: Paper) -> str:
    """Return the inbox key of a paper that came back in its round."""
    return f"paper-back:{paper.pk}:{paper.round}"


def arrived_key(recipient: Recipient) -> str:
    """Return the inbox key of a paper handed to a unit."""
    return f"paper-in:{recipient.pk}"


def tell_due(held: Paper, *, at: datetime) -> None:
    """Tell whoever can do the steps that are due now."""
    url = url_of(held)
    inbox.leave_many(
        [
            NewEntry(user.pk, step_key(step), _told(step, held), url, words.WAITING)
            for step in queries.due_steps(held)
            for user in queries.holders(step.unit, [step.role], at=at)
        ],
        at=at,
    )


@for_others
def tell_drafter(held: Paper, *, why: str, by: User, at: datetime) -> None:
    """Tell the drafter that a paper came back, from whom and why."""
    text = _("%(who)s退回《%(title)s》：%(why)s") % {
        "who": by.name, "title": held.title, "why": why,
    }  # fmt: skip
    inbox.leave(
        to=held.drafted_by, key=returned_key(held), text=text, url=url_of(held), at=at,
        kind=words.RETURNED,
    )  # fmt: skip


@for_others
def tell_recipients(held: Paper, made: list[Recipient], *, at: datetime) -> None:
    """Tell the people of each unit that a paper arrived."""
    text = _("收文：%(paper)s，请签收") % {"paper": f"{held.number}《{held.title}》"}
    roles = sorted(BUREAU | INSTITUTION)
    inbox.leave_many(
        [
            NewEntry(user.pk, arrived_key(recipient), text, url_of(held), words.ARRIVED)
            for recipient in made
            for user in queries.holders(recipient.unit, roles, at=at)
        ],
        at=at,
    )


def untell(held: Paper, *, at: datetime) -> None:
    """Close what was told of the steps that still wait."""
    waiting = held.steps.filter(state=PaperStep.State.WAITING)
    inbox.done_many([step_key(step) for step in waiting], at=at)


@for_others
def tell_voided(held: Paper, *, at: datetime) -> None:
    """Tell the people of each unit that a paper handed to them is void: it is on none of their
    lists any more, so that what asked them to sign for it is closed."""
    made = list(held.recipients.select_related("unit"))
    inbox.done_many([arrived_key(recipient) for recipient in made], at=at)
    told = {"paper": f"{held.number}《{held.title}》", "why": held.void_reason}
    text = _("%(paper)s已作废：%(why)s") % told
    roles, url = sorted(BUREAU | INSTITUTION), reverse("papers:received")
    inbox.leave_many(
        [
            NewEntry(user.pk, f"paper-void:{recipient.pk}", text, url, words.VOIDED)
            for recipient in made
            for user in queries.holders(recipient.unit, roles, at=at)
        ],
        at=at,
    )


@for_others
def _told(step: PaperStep, held: Paper) -> str:
    return _("待%(deed)s：%(title)s（%(who)s拟稿）") % {
        "deed": words.DEED_ZH[step.deed], "title": held.title, "who": held.drafted_by.name,
    }  # fmt: skip
