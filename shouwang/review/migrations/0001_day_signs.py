import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import shouwang.kit.exact


class Migration(migrations.Migration):
    """The signatures under days come from reporting; the table is the same."""

    initial = True

    dependencies = [
        ("orgs", "0005_responsibility"),
        ("reporting", "0010_day_signs_leave"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="DaySign",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField()),
                        ("stage", models.CharField(choices=[("township", "乡镇审核"), ("county", "县级审核"), ("section", "科室审核"), ("office", "办公室汇总"), ("leader", "领导签发")], max_length=8)),
                        ("by_name", models.CharField(max_length=60)),
                        ("at", models.DateTimeField()),
                        ("due", models.PositiveIntegerField()),
                        ("filed", models.PositiveIntegerField()),
                        ("zero", models.PositiveIntegerField()),
                        ("late", models.PositiveIntegerField()),
                        ("values", models.JSONField(decoder=shouwang.kit.exact.Decoder, encoder=shouwang.kit.exact.Encoder)),
                        ("missing", models.JSONField(default=list)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_reason", models.CharField(blank=True, max_length=200)),
                        ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit")),
                        ("withdrawn_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "db_table": "reporting_daysign",
                        "indexes": [models.Index(fields=["day", "unit"], name="daysign_day_unit")],
                        "constraints": [
                            models.UniqueConstraint(condition=models.Q(("withdrawn_at__isnull", True)), fields=("unit", "day", "stage"), name="daysign_one_stands"),
                            models.CheckConstraint(condition=models.Q(("withdrawn_at__isnull", True), models.Q(("withdrawn_reason", ""), _negated=True), _connector="OR"), name="daysign_withdrawn_has_reason"),
                        ],
                    },
                ),
            ]
        )
    ]
