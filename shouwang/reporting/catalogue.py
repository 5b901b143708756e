"""Forms and their versions as their administrator sees them, scope first."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import Scope
from shouwang.reporting import queries, rules, typed, versions, words
from shouwang.reporting.models import Form, FormVersion
from shouwang.reporting.rules import Finding
from shouwang.reporting.typed import Typed


@dataclass(frozen=True)
class Entry:
    """A form with its versions, the latest first."""

    form: Form
    versions: list[FormVersion]

    @property
    def draft(self) -> FormVersion | None:
        """Return the draft, if one is open."""
        return next((v for v in self.versions if v.state == FormVersion.State.DRAFT), None)

    @property
    def published(self) -> FormVersion | None:
        """Return the latest published version."""
        return next((v for v in self.versions if v.state == FormVersion.State.PUBLISHED), None)

    @property
    def kinds(self) -> list[str]:
        """Return the names of the kinds of unit that fill it."""
        return [str(Kind(k).label) for k in self.form.series.kinds if k in Kind.values]


@dataclass(frozen=True)
class Difference:
    """What a draft changes against the version before, by names of items."""

    added: list[str]
    dropped: list[str]
    changed: list[str]


def entries(scope: Scope) -> list[Entry]:
    """Return the forms that the scope may manage."""
    found = (
        Form.objects.filter(scope.narrowed(words.MANAGE_FORMS).q("series__owner__"))
        .select_related("series__owner")
        .prefetch_related("versions__published_by")
        .order_by("series__owner__path", "series__order", "pk")
    )
    return [_entry(f) for f in found]


def entry(scope: Scope, form_id: int) -> Entry:
    """Return one form to manage: 404 outside the scope, 403 without permission."""
    found = queries.form(scope, form_id)
    scope.require(words.MANAGE_FORMS, found.series.owner)
    return _entry(found)


def _entry(form: Form) -> Entry:
    return Entry(form, sorted(form.versions.all(), key=lambda v: -v.number))


def version(of: Entry, number: int) -> FormVersion:
    """Return a version of a form by its number."""
    for found in of.versions:
        if found.number == number:
            found.form = of.form
            return found
    raise OutOfScope(f"version {number}")


def difference(old: FormVersion | None, new: FormVersion) -> Difference:
    """Return what changed between two versions."""
    before = _by_code(old) if old else {}
    after = _by_code(new)
    return Difference(
        added=[zh for code, (zh, _rest) in after.items() if code not in before],
        dropped=[zh for code, (zh, _rest) in before.items() if code not in after],
        changed=[
            zh for code, (zh, rest) in after.items() if code in before and before[code][1] != rest
        ],
    )


def _by_code(of: FormVersion) -> dict[str, tuple[str, tuple[object, ...]]]:
    plain = versions.plain(of)
    return {
        item.code: (item.zh, (item, group, help_))
        for item, group, help_ in zip(plain.items, plain.groups, plain.helps, strict=True)
    }


def try_out(of: FormVersion, now: Typed, before: Typed) -> list[Finding]:
    """Return what a clerk would be told of sample values."""
    plain = versions.plain(of)
    values, slips = typed.read(now.texts)
    previous, _slips = typed.read(before.texts)
    names = {i.code: i.zh for i in plain.items}
    found = [
        Finding(code, rules.ERROR, f"{names[code]}：{why}")
        for code, why in slips.items()
        if code in names
    ]
    known = {k: v for k, v in values.items() if k in names}
    return found + [
        f for f in rules.check(known, previous, plain.items, plain.rules, _) if f.code not in slips
    ]
