"""Lay down the measures that orders can set, with their defaults and where those are from."""

from django.db import migrations

from shouwang.response.seeding import lay_measures


def lay(apps, schema_editor):
    lay_measures(apps.get_model("response", "Measure"))


class Migration(migrations.Migration):

    dependencies = [("response", "0001_measures_levels_orders")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
