"""Periods of one person do not overlap and lie within what holds them, whoever writes them.

btree_gist is not at hand, so this is a trigger: it runs at commit, locks the person and looks at
the row as it stands then. Writers lock the person first and say what is wrong in plain words.
"""

from django.db import migrations

# table: (what holds it and by which column, what it holds and by which column)
TABLES = {
    "people_stay": (None, ("people_absence", "stay_id")),
    "people_absence": (("people_stay", "stay_id"), None),
    "people_engagement": (None, ("people_presence", "engagement_id")),
    "people_presence": (("people_engagement", "engagement_id"), None),
}

OVERLAP = """
    IF EXISTS (
        SELECT 1 FROM {table} o JOIN {table} p ON p.person_id = o.person_id
        WHERE o.id = NEW.id AND o.voided_at IS NULL AND p.id <> o.id AND p.voided_at IS NULL
          AND p.from_at < coalesce(o.until_at, 'infinity'::timestamptz)
          AND coalesce(p.until_at, 'infinity'::timestamptz) > o.from_at
    ) THEN
        RAISE EXCEPTION '{table}: periods of person % overlap', NEW.person_id
            USING ERRCODE = 'exclusion_violation';
    END IF;
"""
OUTSIDE = """
    IF EXISTS (
        SELECT 1 FROM {inner} i JOIN {outer} o ON o.id = i.{column}
        WHERE i.{key} = NEW.id AND i.voided_at IS NULL
          AND (o.voided_at IS NOT NULL OR i.from_at < o.from_at
               OR o.until_at < coalesce(i.until_at, 'infinity'::timestamptz))
    ) THEN
        RAISE EXCEPTION '{table}: % reaches beyond what holds it', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
"""
FUNCTION = """
CREATE FUNCTION {table}_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM people_person p WHERE p.id = NEW.person_id FOR NO KEY UPDATE;
{body}
    RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER {table}_check AFTER INSERT OR UPDATE ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {table}_check();
"""


def forward():
    made = []
    for table, (holder, held) in TABLES.items():
        body = OVERLAP.format(table=table)
        if holder:
            body += OUTSIDE.format(
                table=table, inner=table, outer=holder[0], column=holder[1], key="id"
            )
        if held:
            body += OUTSIDE.format(
                table=table, inner=held[0], outer=table, column=held[1], key=held[1]
            )
        made.append(FUNCTION.format(table=table, body=body))
    return "\n".join(made)


BACKWARD = "\n".join(
    f"DROP TRIGGER {table}_check ON {table}; DROP FUNCTION {table}_check();" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(forward(), BACKWARD)]
