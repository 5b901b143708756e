"""The floor of filing: the same five rows by raw SQL, one transaction for each report.

A process of its own holds some connections in threads. ``one`` sends a report as one statement
that makes all five rows; ``five`` sends five inserts between BEGIN and COMMIT, all in one
round trip (pipelined). The statements know everything beforehand: nothing is asked or checked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

import psycopg

REPORT = """
INSERT INTO reporting_report (unit_id, form_id, day, placed_in_id, current_number, receipt,
                              filed_at, is_late, is_zero)
VALUES (%(unit)s, %(form)s, %(day)s, %(home)s, 1, %(receipt)s, now(), false, false)
"""
SUBMISSION = """
INSERT INTO reporting_submission (client_id, report_id, number, version_id, values, reasons,
    correction_reason, is_zero, by_id, by_name, at, stated_on, source, source_note)
VALUES (%(client)s, {report}, 1, %(version)s, %(values)s, '{{}}', '', false, %(by)s, %(name)s,
        now(), %(day)s, 'api', '')
"""
FACT = """
INSERT INTO figures_fact (unit_id, series_id, day, placed_in_id, values, is_zero, is_late, filed_at,
                          source_id)
VALUES (%(unit)s, %(series)s, %(day)s, %(home)s, %(values)s, false, false, now(), {submission})
"""
MARK = """
INSERT INTO figures_dirtymark (unit_id, series_id, day, marked_at)
VALUES (%(home)s, %(series)s, %(day)s, now())
"""
EVENT = """
INSERT INTO accounts_auditevent (at, word, by_id, by_name, about_kind, about_id, about_text,
                                 unit_id, detail, ip)
VALUES (now(), 'reporting.report_filed', %(by)s, %(name)s, 'reporting.report', {report}::text,
        %(receipt)s, %(unit)s, %(detail)s, '127.0.0.1')
"""
_LAST_REPORT = "currval('reporting_report_id_seq')"
_LAST_SUBMISSION = "currval('reporting_submission_id_seq')"
FIVE = [
    statement.format(report=_LAST_REPORT, submission=_LAST_SUBMISSION)
    for statement in (REPORT, SUBMISSION, FACT, MARK, EVENT)
]
_MADE = {"report": "(SELECT id FROM r)", "submission": "(SELECT id FROM s)"}
ONE = (
    f"WITH r AS ({REPORT} RETURNING id), s AS ({SUBMISSION.format(**_MADE)} RETURNING id), "
    f"f AS ({FACT.format(**_MADE)}), m AS ({MARK}) {EVENT.format(**_MADE)}"
)
HOW = ("one", "five")


def rate(
    conninfo: str, reports: Sequence[dict[str, Any]], how: str, *, processes: int = 2
) -> float:
    """File reports over eight connections held by some processes; return how many a second."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.floor"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    for number, process in enumerate(started):
        job = {
            "conninfo": conninfo,
            "reports": reports[number::processes],
            "how": how,
            "connections": 8 // processes,
        }
        process.stdin.write(json.dumps(job) + "\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    for process in started:
        assert process.stdout.readline() == "ready\n"  # type: ignore[union-attr]
    for process in started:
        process.stdin.write("go\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    spans = [json.loads(process.communicate()[0]) for process in started]
    return len(reports) / (max(end for _, end in spans) - min(start for start, _ in spans))


def _work(connection: psycopg.Connection, how: str, mine: Sequence[dict[str, Any]]) -> None:
    if how == "one":
        cursor = psycopg.Cursor(connection)
        for report in mine:
            cursor.execute(ONE, report, prepare=True)
        return
    for report in mine:
        with connection.pipeline(), connection.transaction():
            for statement in FIVE:
                connection.execute(statement, report, prepare=True)


def main() -> None:
    """Do one job."""
    job = json.loads(sys.stdin.readline())
    count = job["connections"]
    connections = [psycopg.connect(job["conninfo"], autocommit=True) for _ in range(count)]
    workers = [
        threading.Thread(target=_work, args=(connection, job["how"], job["reports"][first::count]))
        for first, connection in enumerate(connections)
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    json.dump((started, time.monotonic()), sys.stdout)


if __name__ == "__main__":
    main()
