"""Encrypt why a special approval was asked for: it may speak of a person."""

from django.db import migrations

from shouwang.kit import encrypted
from shouwang.kit.encrypted import EncryptedTextField

_BOUND_TO = "response_exemption.reason"


def seal(apps, schema_editor):
    """Put a sealed column in the place of the plain one."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE response_exemption RENAME COLUMN reason TO reason_plain")
        cursor.execute("ALTER TABLE response_exemption ADD COLUMN reason bytea")
        cursor.execute("SELECT id, reason_plain FROM response_exemption")
        rows = [(encrypted.seal(text, bound_to=_BOUND_TO), pk) for pk, text in cursor.fetchall()]
        cursor.executemany("UPDATE response_exemption SET reason = %s WHERE id = %s", rows)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE response_exemption ALTER COLUMN reason SET NOT NULL")
        cursor.execute("ALTER TABLE response_exemption DROP COLUMN reason_plain")


class Migration(migrations.Migration):
    dependencies = [("response", "0003_lay_bundles")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(seal)],
            state_operations=[
                migrations.AlterField("exemption", "reason", EncryptedTextField(default=""))
            ],
        )
    ]
