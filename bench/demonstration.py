"""The demonstration prefecture, loaded once: what papers and phone pages are measured on."""

from __future__ import annotations

from typing import Any

from bench import stage

DATABASE = "bench_demo"
_DONE = "demo 1"


def ready(*, say: Any = print) -> None:
    """Put Django on a database with the demonstration in it, loaded first where it is missing.

    The clock of everything started afterwards stands on the demonstration's last day, until
    ``stage.use`` leads elsewhere.
    """
    if not (stage.exists(DATABASE) and _is_whole()):
        say(f"loading {DATABASE} …")
        stage.copy_of_empty(DATABASE)
        stage.use(DATABASE)
        from shouwang.demo import load

        load.load()
        stage.run_sql(f"COMMENT ON DATABASE \"{DATABASE}\" IS '{_DONE}'")
    stage.use(DATABASE)
    from shouwang.demo import clock

    clock.anchor()


def _is_whole() -> bool:
    with stage.connect("shouwang") as found:
        told = found.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [DATABASE],
        ).fetchone()
    return told == (_DONE,)
