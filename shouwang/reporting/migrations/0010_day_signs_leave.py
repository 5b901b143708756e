from django.db import migrations


class Migration(migrations.Migration):
    """The signatures under days go to review; the table stays."""

    dependencies = [("reporting", "0009_counted_by_the_ledger")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="DaySign")]
        )
    ]
