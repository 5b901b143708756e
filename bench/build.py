"""Building a size's database: units and form by the real actions, thirty days of reports by
statements of a whole day each, totals by the real roll-up. Built once and kept.

The history has reports, submissions and facts; audit lines only of what the actions did.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

from bench import stage, world
from bench.result import expect

VERSION = "6"

# 19 of 20 institutions file on a day of the history, every 33rd of them late
_DAY = """
WITH u AS (
    SELECT u.id, p.parent_id AS home FROM orgs_unit u JOIN orgs_placement p ON p.unit_id = u.id
    WHERE u.kind LIKE '%%_home' AND (%(everyone)s OR (u.id + %(n)s::int) %% 20 <> 0)
      AND NOT EXISTS (SELECT 1 FROM reporting_report r WHERE r.unit_id = u.id AND r.day = %(day)s)
      AND u.id <> ALL (%(without)s::bigint[])
), given AS (
    SELECT u.id, home, (u.id + n) %% 33 = 0 AS late, {values} AS values
    FROM u CROSS JOIN (SELECT %(n)s::int AS n) AS d
), report AS (
    INSERT INTO reporting_report (unit_id, form_id, day, placed_in_id, current_number, receipt,
                                  filed_at, is_late, is_zero)
    SELECT id, %(form)s, %(day)s, home, 1, to_char(%(day)s::date, 'YYYYMMDD-') || id, %(at)s, late,
           false
    FROM given RETURNING id, unit_id
), submission AS (
    INSERT INTO reporting_submission (client_id, report_id, number, version_id, values, reasons,
        correction_reason, is_zero, by_id, by_name, at, stated_on, source, source_note)
    SELECT gen_random_uuid(), report.id, 1, %(version)s, g.values, '{{}}', '', false, %(by)s,
           '系统', %(at)s, %(day)s, 'import', '' FROM report JOIN given g ON g.id = report.unit_id
    RETURNING id, report_id
), fact AS (
    INSERT INTO figures_fact (unit_id, series_id, day, placed_in_id, values, is_zero, is_late,
                              filed_at, source_id)
    SELECT g.id, %(series)s, %(day)s, g.home, g.values, false, g.late, %(at)s, s.id
    FROM submission s JOIN report r ON r.id = s.report_id JOIN given g ON g.id = r.unit_id
)
SELECT DISTINCT home FROM given
"""

_TABLES = (
    "orgs_unit, orgs_placement, reporting_report, reporting_submission, figures_fact, "
    "figures_rollup"
)

# everything of the days after the history, which the benchmarks file
_CLEAN = (
    "SET LOCAL session_replication_role = replica",
    "DELETE FROM figures_dirtymark",
    "DELETE FROM figures_fact WHERE day > %(last)s",
    "DELETE FROM figures_rollup WHERE day > %(last)s",
    "DELETE FROM reporting_submission s USING reporting_report r "
    "WHERE r.id = s.report_id AND r.day > %(last)s",
    "DELETE FROM reporting_report WHERE day > %(last)s",
    "CREATE TEMPORARY TABLE ours ON COMMIT DROP AS SELECT id FROM accounts_auditevent "
    "WHERE word IN ('reporting.report_filed', 'edge.token_issued')",
    "DELETE FROM accounts_auditpending p USING ours WHERE p.event_id = ours.id",
    "DELETE FROM accounts_auditseal s USING ours WHERE s.event_id = ours.id",
    "DELETE FROM accounts_auditevent e USING ours WHERE e.id = ours.id",
)


def ready(size: int, *, say: Any = print) -> None:
    """Put Django on the database of a size, built first where it is missing or of an older make."""
    name = world.database(size)
    if stage.exists(name) and _version(name) == VERSION:
        stage.use(name)
        clean()
        return
    started = time.perf_counter()
    say(f"building {name}: {size:,} institutions, {world.HISTORY} days …")
    stage.copy_of_empty(name)
    stage.use(name)
    _build(size, say)
    stage.run_sql(f"COMMENT ON DATABASE \"{name}\" IS '{VERSION}'")
    say(f"built in {time.perf_counter() - started:.0f} s")


def _version(name: str) -> str | None:
    with stage.connect(name) as found:
        row = found.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
    return row[0] if row else None


def _build(size: int, say: Any) -> None:
    from django.db import connection

    from shouwang.accounts.actions.users import system_user
    from shouwang.figures.actions import rollups
    from shouwang.orgs.actions.many_units import create_units
    from shouwang.reporting.actions import forms

    by, at = system_user(), world.at(world.OPENED_ON)
    made = create_units(world.units(size), by=by, at=at)
    kinds = sorted({u.kind for u in made if u.is_institution})
    form = forms.create_form(
        owner=made[0],
        code="home_daily",
        zh="养老机构日报",
        period="daily",
        kinds=kinds,
        starts_on=world.FIRST,
        by=by,
        at=at,
    )
    forms.save_draft(form=form, draft=world.form_draft(), starts_on=world.FIRST, by=by, at=at)
    forms.publish(form=form, by=by, at=at)
    _people(made[0], by, at)
    say("  units, form, users")
    for n in range(world.HISTORY):
        file_day(world.FIRST + timedelta(days=n), everyone=False)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {_TABLES}")
    say("  reports")
    rollups.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    clean()


def _people(nation: Any, by: Any, at: Any) -> None:
    from shouwang.accounts.actions.users import create_user, new_password
    from shouwang.accounts.roles import Role
    from shouwang.orgs.actions.posts import create_post, fill_post

    told = [(f"clerk{n}", f"填报{n}", Role.REPORTER) for n in range(world.CLERKS)]
    for username, name, role in [*told, ("lead", "领导", Role.LEADER)]:
        user = create_user(
            username=username, name=name, password=new_password(), by=by, at=at, must_change=False
        )
        post = create_post(unit=nation, name=name, role=role, by=by, at=at)
        fill_post(post=post, user=user, by=by, at=at)


def file_day(day: date, *, everyone: bool = True, without: list[int] | None = None) -> list[int]:
    """File a day for all institutions at once, past the actions; return the counties concerned.

    Leaves no marks: the caller rebuilds or marks. ``without`` are units that do not file.
    """
    from django.db import connection

    from shouwang.accounts.actions.users import system_user

    series, form, version = ids()
    statement = _DAY.format(values=world.sql_values(figure_ids()))
    given = {
        "day": day,
        "n": (day - world.FIRST).days,
        "form": form,
        "version": version,
        "series": series,
        "by": system_user().pk,
        "at": world.at(day),
        "everyone": everyone,
        "without": without or [],
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [row[0] for row in cursor.fetchall()]


def ids() -> tuple[int, int, int]:
    """Return the numbers of the series, the form and its version."""
    from shouwang.reporting.models import FormVersion

    version = FormVersion.objects.select_related("form").get()
    return version.form.series_id, version.form_id, version.pk


def figure_ids() -> dict[str, int]:
    """Return the figures' numbers by code."""
    from shouwang.figures.models import Figure

    return dict(Figure.objects.values_list("code", "pk"))


def homes() -> list[tuple[int, str, int]]:
    """Return the institutions as number, code and the county's number, mixed as they would file."""
    from shouwang.orgs.models import Placement

    found = Placement.objects.filter(unit__kind__endswith="_home").values_list(
        "unit_id", "unit__code", "parent_id"
    )
    # by their row within the county: neighbours do not file one after the other
    return sorted(found, key=lambda home: (home[1][-2:], home[0]))


def keys() -> list[str]:
    """Issue a key for each clerk."""
    from shouwang.accounts.actions.users import system_user
    from shouwang.accounts.models import User
    from shouwang.edge.actions.tokens import issue_token
    from shouwang.edge.models import Token
    from shouwang.kit import clock

    Token.objects.all().delete()
    by, now = system_user(), clock.now()
    clerks = User.objects.filter(username__startswith="clerk").order_by("username")
    return [issue_token(user=clerk, name="bench", by=by, at=now) for clerk in clerks]


def clean() -> None:
    """Take away what benchmarks filed after the history, so that every run finds the same."""
    from django.db import connection

    with stage.connect(connection.settings_dict["NAME"], user="postgres") as found:
        with found.transaction():
            for statement in _CLEAN:
                found.execute(statement, {"last": world.LAST})
        found.execute(
            "VACUUM figures_fact, figures_rollup, figures_dirtymark, reporting_report, "
            "reporting_submission, accounts_auditevent, accounts_auditpending, accounts_auditseal"
        )


def settle() -> None:
    """Bring totals up to date here, where no loop runs."""
    from shouwang.figures.actions import rollups

    expect(rollups.settle_all() >= 0, True, "marks settled")
