"""Lay down the library of bundles, each with its source."""

from django.db import migrations

from shouwang.response.seeding import lay_bundles


def lay(apps, schema_editor):
    lay_bundles(apps.get_model("response", "Bundle"), apps.get_model("response", "BundleItem"))


class Migration(migrations.Migration):

    dependencies = [("response", "0002_lay_measures")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
