import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# a step of a task is never changed or deleted
FORWARD = """
CREATE FUNCTION desk_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER taskstep_append_only BEFORE UPDATE OR DELETE ON desk_taskstep
    FOR EACH ROW EXECUTE FUNCTION desk_refuse_change();
"""
BACKWARD = """
DROP TRIGGER taskstep_append_only ON desk_taskstep;
DROP FUNCTION desk_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_phone_address"),
        ("orgs", "0006_duty_and_checker"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=300)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("hand", "交办"),
                            ("report", "报表：需协调事项"),
                            ("dispatch", "报送"),
                        ],
                        default="hand",
                        max_length=10,
                    ),
                ),
                ("source_key", models.CharField(blank=True, max_length=120)),
                ("source_url", models.CharField(blank=True, max_length=300)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("assigned", "交办"), ("started", "办理"), ("closed", "办结")],
                        default="assigned",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=["due_at"],
                        name="task_open_due",
                    ),
                    models.Index(fields=["owner_unit", "state"], name="task_of_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("source_key",),
                        name="task_once_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True), ("closed_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="task_closed_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("assigned", "交办"),
                            ("started", "开始办理"),
                            ("closed", "办结"),
                            ("returned", "退回重办"),
                            ("escalated", "逾期上报"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="desk.task",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
