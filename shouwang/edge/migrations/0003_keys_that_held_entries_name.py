"""Keep beside each held entry which keys it names, so that one person's are found unopened."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from shouwang.edge.concerning import named


def note(apps, schema_editor):
    """Open each entry once and note the keys that it names."""
    held = apps.get_model("edge", "HeldEnvelope").objects
    for pk, content in held.values_list("pk", "content").iterator(chunk_size=100):
        held.filter(pk=pk).update(names=named(content))


class Migration(migrations.Migration):

    dependencies = [("edge", "0002_held_envelopes")]

    operations = [
        migrations.AddField(
            "heldenvelope",
            "names",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            "heldenvelope",
            django.contrib.postgres.indexes.GinIndex(fields=["names"], name="edge_held_names"),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
