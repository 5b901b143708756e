"""What people are told of a report on its way to be signed.

Written once and read by others, so always in the site's own language, whoever presses the button.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shouwang.kit.language import for_others
from shouwang.reporting.models import Handover


@for_others
def please_sign(of: Handover) -> str:
    """Return what the next to sign is told."""
    told = {"unit": of.unit.name, "form": of.form.series.zh, "by": of.by_name}
    return _("%(unit)s%(form)s，%(by)s填报，请签") % told


@for_others
def sign_later(of: Handover, by_name: str) -> str:
    """Return what somebody is told whose agreement by telephone was noted (补签)."""
    told = {"form": of.form.series.zh, "by": by_name}
    return _("%(form)s：%(by)s记了您的电话同意，请补签") % told


@for_others
def given_back(of: Handover) -> str:
    """Return what the one who filled a report is told of its return unsigned."""
    told = {"form": of.form.series.zh, "why": of.why}
    return _("%(form)s没有签，退回修改：%(why)s") % told
