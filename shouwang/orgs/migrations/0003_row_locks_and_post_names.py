"""Locks on rows instead of one advisory lock a unit (40,000 of them overflow the server's lock
table), and a post's name free again once the post is closed."""

from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION orgs_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM orgs_unit u WHERE u.id = NEW.unit_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM orgs_placement p
        WHERE p.unit_id = NEW.unit_id AND p.id <> NEW.id
          AND p.from_on < coalesce(NEW.until_on, 'infinity'::date)
          AND coalesce(p.until_on, 'infinity'::date) > NEW.from_on
    ) THEN
        RAISE EXCEPTION 'placements of unit % overlap', NEW.unit_id
            USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
"""

BACKWARD = FORWARD.replace(
    "PERFORM 1 FROM orgs_unit u WHERE u.id = NEW.unit_id FOR NO KEY UPDATE;",
    "PERFORM pg_advisory_xact_lock(7201908, (NEW.unit_id % 2147483647)::int);",
)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0002_no_overlap")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveConstraint(model_name="post", name="post_name_once_a_unit"),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("unit", "name"),
                name="post_name_once_a_unit",
            ),
        ),
    ]
