from django.db import migrations


class Migration(migrations.Migration):
    """The kept mappings go to intake; the table stays."""

    dependencies = [("reporting", "0007_doubts_and_returned")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="KeptMapping")]
        )
    ]
