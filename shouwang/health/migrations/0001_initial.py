"""Temperatures by month, with the house first in their key; rounds and tallies."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import shouwang.kit.ids
from shouwang.health import rules

# Partitions are attached by ``actions.partitions``, ahead of need and on demand.
FORWARD = """
CREATE TABLE health_temperature (
    id uuid NOT NULL,
    unit_id bigint NOT NULL REFERENCES orgs_unit,
    person_id uuid NOT NULL REFERENCES people_person,
    happened_at timestamptz NOT NULL,
    device_at timestamptz,
    recorded_at timestamptz NOT NULL,
    recorded_by_id bigint REFERENCES accounts_user,
    voided_at timestamptz,
    voided_by_id bigint REFERENCES accounts_user,
    replaces_id uuid,
    device_on date NOT NULL,
    tenths smallint,
    fever_from smallint NOT NULL,
    symptoms smallint NOT NULL DEFAULT 0,
    number smallint,
    context varchar(10) NOT NULL,
    absent varchar(8) NOT NULL DEFAULT '',
    site varchar(8) NOT NULL DEFAULT '',
    void_reason varchar(200) NOT NULL DEFAULT '',
    PRIMARY KEY (unit_id, device_on, id),
    CONSTRAINT temperature_once UNIQUE (id, device_on),
    CONSTRAINT temperature_or_why_not CHECK (
        (tenths BETWEEN 340 AND 425 AND absent = '') OR (tenths IS NULL AND absent <> '')
    ),
    CONSTRAINT temperature_device_near CHECK (
        device_on BETWEEN (happened_at AT TIME ZONE 'Asia/Shanghai')::date - 2
                      AND (happened_at AT TIME ZONE 'Asia/Shanghai')::date + 2
    )
) PARTITION BY RANGE (device_on);
CREATE INDEX temperature_fever ON health_temperature (unit_id, device_on)
    WHERE tenths >= fever_from;
"""
BACKWARD = "DROP TABLE health_temperature"

MANY = django.db.models.deletion.PROTECT


def _key(to, **more):
    return models.ForeignKey(on_delete=MANY, related_name="+", to=to, **more)


def _record():
    """The columns of a record."""
    return [
        ("id", models.UUIDField(default=shouwang.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
        ("happened_at", models.DateTimeField()),
        ("device_at", models.DateTimeField(blank=True, null=True)),
        ("recorded_at", models.DateTimeField()),
        ("voided_at", models.DateTimeField(blank=True, null=True)),
        ("void_reason", models.CharField(blank=True, db_default="", max_length=200)),
        ("recorded_by", _key(settings.AUTH_USER_MODEL, null=True)),
        ("unit", _key("orgs.unit")),
        ("voided_by", _key(settings.AUTH_USER_MODEL, blank=True, null=True)),
    ]


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("orgs", "0007_alter_post_role"),
        ("people", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                *_record(),
                ("day", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("is_tally", models.BooleanField(default=False)),
                ("should", models.PositiveIntegerField()),
                ("measured", models.PositiveIntegerField()),
                ("absent", models.PositiveIntegerField(default=0)),
                ("abnormal", models.PositiveIntegerField(default=0)),
                ("signer", models.CharField(blank=True, db_default="", max_length=60)),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "day"], name="round_unit_day")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("is_tally", True), ("voided_at", None)), fields=("unit", "day", "number"), name="round_one_tally"),
                    models.CheckConstraint(condition=models.Q(("is_tally", False), models.Q(("signer", ""), _negated=True), _connector="OR"), name="round_tally_is_signed"),
                    models.CheckConstraint(condition=models.Q(("is_tally", False), models.Q(("abnormal__lte", models.F("measured")), ("measured__lte", models.F("should"))), _connector="OR"), name="round_tally_adds_up"),
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[
                migrations.CreateModel(
                    name="Temperature",
                    fields=[
                        *_record(),
                        ("device_on", models.DateField()),
                        ("tenths", models.SmallIntegerField(null=True)),
                        ("fever_from", models.SmallIntegerField()),
                        ("symptoms", models.SmallIntegerField(db_default=0, default=0)),
                        ("number", models.SmallIntegerField(null=True)),
                        ("context", models.CharField(choices=[("round", "巡测"), ("gate", "门岗"), ("isolation", "隔离观察"), ("recheck", "复测"), ("return", "返院"), ("tally", "汇总登记中的单列")], max_length=10)),
                        ("absent", models.CharField(blank=True, choices=[("out", "不在院"), ("asleep", "睡着"), ("refused", "拒测")], db_default="", max_length=8)),
                        ("site", models.CharField(blank=True, choices=[("forehead", "额温"), ("ear", "耳温"), ("axilla", "腋温")], db_default="", max_length=8)),
                        ("replaces_id", models.UUIDField(null=True)),
                        ("person", _key("people.person")),
                    ],
                    options={
                        "indexes": [models.Index(condition=models.Q(("tenths__gte", models.F("fever_from"))), fields=["unit", "device_on"], name="temperature_fever")],
                        "constraints": [
                            models.UniqueConstraint(fields=("id", "device_on"), name="temperature_once"),
                            models.CheckConstraint(condition=models.Q(models.Q(("absent", ""), ("tenths__range", (rules.LOWEST, rules.HIGHEST))), models.Q(("tenths", None), models.Q(("absent", ""), _negated=True)), _connector="OR"), name="temperature_or_why_not"),
                        ],
                    },
                ),
            ],
        ),
    ]
