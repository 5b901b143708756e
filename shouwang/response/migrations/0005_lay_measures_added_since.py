"""Lay down the measures that were added to the data after a site laid its own."""

from django.db import migrations

from shouwang.response.seeding import lay_measures


def lay(apps, schema_editor):
    lay_measures(apps.get_model("response", "Measure"))


class Migration(migrations.Migration):

    dependencies = [("response", "0004_seal_exemption_reasons")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
