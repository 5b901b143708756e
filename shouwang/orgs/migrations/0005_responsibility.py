"""Who answers for whom; one at a time, whoever writes it.

The trigger looks at the row as it stands at commit, as that of placements does: a responsibility
handed over twice in one transaction is judged by what it is in the end.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION orgs_refuse_two_answering() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM orgs_unit u WHERE u.id = NEW.unit_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM orgs_responsibility o JOIN orgs_responsibility r USING (unit_id, kind, area)
        WHERE o.id = NEW.id AND r.id <> o.id
          AND r.from_at < coalesce(o.until_at, 'infinity'::timestamptz)
          AND coalesce(r.until_at, 'infinity'::timestamptz) > o.from_at
    ) THEN
        RAISE EXCEPTION 'two answer for unit % at a time', NEW.unit_id
            USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER responsibility_no_overlap AFTER INSERT OR UPDATE ON orgs_responsibility
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orgs_refuse_two_answering();
"""

BACKWARD = """
DROP TRIGGER responsibility_no_overlap ON orgs_responsibility;
DROP FUNCTION orgs_refuse_two_answering();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0004_overlap_reads_the_present"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Leader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("post_name", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=30)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaders",
                        to="orgs.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaderships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("user",),
                        name="leader_once_a_user",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user", None)),
                        fields=("unit", "name", "post_name"),
                        name="leader_once_a_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "电话了解"),
                            ("video", "视频查看"),
                            ("visit", "到场查看"),
                            ("solved", "协调解决"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=200)),
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaders_acts",
                        to="orgs.unit",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="orgs.leader",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["leader", "at"], name="act_leader_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("leader", "包保领导"), ("grid", "网格管理人")],
                        default="leader",
                        max_length=10,
                    ),
                ),
                ("area", models.CharField(blank=True, max_length=60)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsibilities",
                        to="orgs.leader",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsibilities",
                        to="orgs.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["leader", "until_at"], name="responsibility_leader"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at", None),
                            ("until_at__gt", models.F("from_at")),
                            _connector="OR",
                        ),
                        name="responsibility_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area", ""), ("kind", "leader")),
                            models.Q(("kind", "grid"), models.Q(("area", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="responsibility_area_for_grids",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_at", None)),
                        fields=("unit", "kind", "area"),
                        name="responsibility_one_open",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
