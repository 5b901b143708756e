from django.db import migrations, models


class Migration(migrations.Migration):
    """What may be counted in boxes is declared with the item."""

    dependencies = [("reporting", "0010_day_signs_leave")]

    operations = [
        migrations.AddField(
            "item", "packs",
            models.CharField(blank=True, db_default="", default="", max_length=60),
        )  # fmt: skip
    ]
