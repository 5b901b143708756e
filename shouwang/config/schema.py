"""The schema follows the code: whoever comes first brings it up to date, the others wait."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

LOCK = 0x5348_5557  # any number that no other advisory lock of ours uses


def is_behind() -> bool:
    """Say whether a migration of this code is not yet applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> bool:
    """Apply missing migrations; return whether there were any.

    Several processes may call this at once: an advisory lock lets one work while the others wait
    and then find nothing to do. It is held by the session, so a killed process frees it.
    """
    if not is_behind():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            if not is_behind():
                return False
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return True


def is_empty() -> bool:
    """Say whether the database holds no unit yet: nothing was ever entered."""
    return not apps.get_model("orgs", "Unit").objects.exists()
