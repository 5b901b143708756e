"""What filing must know beforehand, in one round trip: the version in force, where the unit lies,
the period before, and whether this very submission has come before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shouwang.figures.rules import Number
from shouwang.kit import exact, prepared

# binds ``form`` and ``day``; SERIES and ANSWERS are public for the API, whose filing asks for the
# caller in the same statement
SERIES = """
WITH s AS (
    SELECT f.id AS form_id, s.id AS series_id, s.period, o.path AS owner_path,
           CASE s.period WHEN 'weekly' THEN date_trunc('week', %(day)s::date)::date
                         ELSE %(day)s::date END AS day
    FROM reporting_form f JOIN figures_series s ON s.id = f.series_id
    JOIN orgs_unit o ON o.id = s.owner_id WHERE f.id = %(form)s
)
"""

# u: the unit's id and path; s: the series
ANSWERS = """
       (SELECT v.id FROM reporting_formversion v
        WHERE v.form_id = s.form_id AND v.state = 'published' AND v.starts_on <= %(day)s
        ORDER BY v.starts_on DESC, v.number DESC LIMIT 1),
       left(u.path, length(s.owner_path)) = s.owner_path,
       (SELECT p.parent_id FROM orgs_placement p WHERE p.unit_id = u.id
        ORDER BY (p.from_on <= s.day) DESC,
                 CASE WHEN p.from_on <= s.day THEN s.day - p.from_on ELSE p.from_on - s.day END
        LIMIT 1),
       (SELECT f.values::text FROM figures_fact f
        WHERE f.unit_id = u.id AND f.series_id = s.series_id
          AND f.day = s.day - CASE s.period WHEN 'weekly' THEN 7 ELSE 1 END),
       (SELECT b.report_id FROM reporting_submission b WHERE b.client_id = %(client)s)
"""

_STANDING = f"""
{SERIES} SELECT {ANSWERS}
FROM s, (SELECT %(unit)s::bigint AS id, %(path)s::text AS path) AS u
"""  # noqa: S608


@dataclass(frozen=True)
class Standing:
    """What stands before a filing; ``previous`` is by figure key, ``repeats`` a report's number."""

    version_id: int | None = None
    is_owed: bool = False
    home_id: int | None = None
    previous: Mapping[str, Number] = field(default_factory=dict)
    repeats: int | None = None


def standing(*, unit_id: int, unit_path: str, form_id: int, day: date, client_id: UUID) -> Standing:
    """Return what stands for a unit's filing of the period of ``day``.

    ``is_owed`` tells whether the unit lies under the form's owner; the home is where it lay on the
    period's first day, before its first placement the first one.
    """
    given = {"unit": unit_id, "path": unit_path, "form": form_id, "day": day, "client": client_id}
    rows = prepared.fetch(_STANDING, given)
    return standing_in(*rows[0]) if rows else Standing()


def standing_in(
    version_id: int | None,
    is_owed: bool | None,
    home_id: int | None,
    previous: str | None,
    repeats: int | None,
) -> Standing:
    """Return what stands from a row of ``ANSWERS``."""
    return Standing(version_id, bool(is_owed), home_id, exact.loads(previous), repeats)
