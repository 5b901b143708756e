"""How many places of many houses are done, due and missed: counted by the database.

The rules are those of ``rules.deadlines`` and ``rules.standing`` for one place, which a test holds
this to. Two million places are looked at every half hour; none of them is loaded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from shouwang.kit import clock, prepared
from shouwang.routines import rules
from shouwang.routines.kinds import PlaceKind, RoutineKind

STATES = (rules.DONE, rules.DUE, rules.MISSED, rules.NONE)
_D = RoutineKind.DISINFECTION.value

# Moments are microseconds from the day's begin. The n-th deadline of a place lies n steps after
# ``since``; the first ``dropped`` were before it was a place, the first ``passed`` are over.
_COUNTED = """
WITH asked AS (
    SELECT * FROM unnest(%(units)s::bigint[], %(wet)s::int[], %(air)s::int[], %(hall)s::numeric[])
        AS a(unit, wet, air, hall)
), place AS (
    SELECT p.id, p.unit_id, k.kind,
           (extract(epoch FROM p.from_time) * 1000000)::bigint AS since,
           (extract(epoch FROM p.until_time - p.from_time) * 1000000)::bigint AS span,
           (extract(epoch FROM p.made_at - %(start)s::timestamptz) * 1000000)::bigint AS made,
           CASE WHEN k.kind = %(d)s AND p.is_disinfected AND p.kind = %(hall_kind)s
                THEN nullif(a.hall, 0) END AS hours,
           CASE WHEN k.kind = %(d)s AND p.is_disinfected THEN a.wet
                WHEN k.kind <> %(d)s AND p.is_ventilated THEN a.air ELSE 0 END AS rounds
    FROM asked a JOIN routines_place p ON p.unit_id = a.unit AND p.closed_at IS NULL
    CROSS JOIN unnest(%(kinds)s::text[]) AS k(kind)
), stepped AS (
    SELECT *, CASE WHEN hours IS NOT NULL THEN round(hours * 3600000000)::bigint
                   WHEN rounds > 0 THEN round(span::numeric / rounds)::bigint END AS step
    FROM place
), numbered AS (
    SELECT *, CASE WHEN hours IS NOT NULL THEN span / step
                   WHEN rounds > 0 THEN rounds ELSE 0 END AS n
    FROM stepped
), spread AS (
    SELECT *, least(greatest(coalesce((made - since) / step, 0), 0), n) AS dropped,
           least(greatest(coalesce((%(now)s::bigint - since) / step, 0), 0), n) AS over
    FROM numbered
), due AS (
    SELECT *, greatest(over, dropped) AS passed FROM spread
), done AS (
    SELECT place, r.kind,
           (extract(epoch FROM r.happened_at - %(start)s::timestamptz) * 1000000)::bigint AS moment
    FROM routines_routine r CROSS JOIN unnest(r.places) AS place
    WHERE r.unit_id = ANY(%(units)s) AND r.voided_at IS NULL
      AND r.happened_at >= %(start)s AND r.happened_at < %(until)s
), stood AS (
    SELECT due.unit_id, due.kind, due.hours, due.n - due.dropped AS asked,
           due.passed - due.dropped AS passed, count(done.moment) AS times,
           count(DISTINCT spans.number) FILTER (WHERE spans.number <= due.passed) AS kept,
           coalesce(bool_or(spans.number = due.passed + 1), false) AS is_current_kept
    FROM due LEFT JOIN done ON done.place = due.id AND done.kind = due.kind
    CROSS JOIN LATERAL (
        SELECT CASE WHEN done.moment IS NOT NULL THEN
            greatest((done.moment - due.since + due.step - 1) / due.step, due.dropped + 1) END
    ) AS spans(number)
    GROUP BY due.id, due.unit_id, due.kind, due.hours, due.n, due.dropped, due.passed
), judged AS (
    SELECT unit_id, kind, asked, times, passed,
           CASE WHEN hours IS NULL THEN greatest(passed - times, 0) ELSE passed - kept END
               AS missed,
           CASE WHEN hours IS NULL THEN times > passed ELSE is_current_kept END AS is_on_time
    FROM stood
)
SELECT unit_id, kind,
       CASE WHEN asked = 0 THEN CASE WHEN times > 0 THEN %(done)s ELSE %(none)s END
            WHEN missed > 0 THEN %(missed)s
            WHEN is_on_time OR passed = asked THEN %(done)s ELSE %(due)s END AS state,
       count(*)
FROM judged GROUP BY 1, 2, 3
"""


def places(
    often: Mapping[int, tuple[int, int, object]], day: date, *, at: datetime
) -> dict[int, dict[str, int]]:
    """Return by house how many of its open places are in which state of each routine on a day.

    ``often`` holds by unit id the disinfections and ventilations a day and the hours between two
    disinfections of a hall (None: halls go by the day as every place). Keys of each count:
    ``places`` and ``disinfection_done`` and so on for ``STATES`` and kinds. One statement.
    """
    counted = {
        unit_id: {"places": 0} | {f"{kind}_{state}": 0 for kind in RoutineKind.values
                                  for state in STATES}
        for unit_id in often
    }  # fmt: skip
    if not often:
        return counted
    for unit_id, kind, state, count in prepared.fetch(_COUNTED, _params(often, day, at)):
        counted[unit_id][f"{kind}_{state}"] = count
        if kind == _D:
            counted[unit_id]["places"] += count
    return counted


def _params(
    often: Mapping[int, tuple[int, int, object]], day: date, at: datetime
) -> dict[str, object]:
    start = clock.start_of(day)
    wet, air, hall = zip(*often.values(), strict=True)
    return {
        "units": list(often),
        "wet": list(wet),
        "air": list(air),
        "hall": list(hall),
        "kinds": list(RoutineKind.values),
        "d": _D,
        "hall_kind": PlaceKind.HALL.value,
        "start": start,
        "until": clock.start_of(day + timedelta(days=1)),
        "now": (at - start) // timedelta(microseconds=1),
        "done": rules.DONE,
        "due": rules.DUE,
        "missed": rules.MISSED,
        "none": rules.NONE,
    }
