from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_figure_source")]

    operations = [
        migrations.AlterField(
            model_name="series",
            name="period",
            field=models.CharField(
                choices=[("daily", "每日"), ("weekly", "每周"), ("once", "一次性")], max_length=8
            ),
        ),
    ]
