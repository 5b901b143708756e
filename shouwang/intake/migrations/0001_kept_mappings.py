import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The kept mappings come from reporting; the table is the same."""

    initial = True

    dependencies = [
        ("orgs", "0004_overlap_reads_the_present"),
        ("reporting", "0008_mappings_leave"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="KeptMapping",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=120)),
                        ("text", models.TextField()),
                        ("digest", models.CharField(max_length=64)),
                        ("used_at", models.DateTimeField()),
                        ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit")),
                    ],
                    options={
                        "db_table": "reporting_keptmapping",
                        "constraints": [models.UniqueConstraint(fields=("owner", "digest"), name="mapping_once_an_owner")],
                    },
                ),
            ]
        )
    ]
