"""Pure decisions of submission upward: how a recipient's day stands, what a scan may be."""

from __future__ import annotations

from datetime import datetime, timedelta

NO_LAYOUT = "no_layout"
UNSIGNED = "unsigned"
CHANGED = "changed"
READY = "ready"
MADE = "made"
SENT = "sent"
AMEND = "amend"

MOST_SCAN_BYTES = 20 * 1024 * 1024
MOST_SCANS = 20
_MAGIC = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))


def state_of(
    *,
    has_layout: bool,
    is_signed: bool,
    changed_since_signed: bool,
    is_made: bool,
    is_sent: bool,
    reads_otherwise: bool,
) -> str:
    """Return how a recipient's day stands; what was made and reads otherwise now comes first.

    Figures that changed after the leader signed are not signed figures: they are signed anew
    before they leave.
    """
    if is_made and reads_otherwise:
        return AMEND
    if is_made:
        return SENT if is_sent else MADE
    if not has_layout:
        return NO_LAYOUT
    if not is_signed:
        return UNSIGNED
    return CHANGED if changed_since_signed else READY


def is_overdue(*, due_at: datetime, now: datetime, sent_at: datetime | None) -> bool:
    """Return whether the hour passed before it was sent; the minute of the hour still counts."""
    return (sent_at or now) >= due_at + timedelta(minutes=1)


def scan_kind(head: bytes) -> str | None:
    """Return pdf, jpg or png by how a file begins, whatever it is called; None for others."""
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def may_be_sent_at(*, sent_at: datetime, made_at: datetime, now: datetime) -> bool:
    """Return whether a paper can have been sent then: not before it was made, not to come.

    A person names the minute, so the paper's own minute counts.
    """
    return made_at.replace(second=0, microsecond=0) <= sent_at <= now
