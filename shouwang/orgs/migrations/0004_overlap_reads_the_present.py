"""The overlap check looks at the row as it stands at commit.

A deferred trigger is handed the row of each event: a placement opened and ended in one
transaction would be judged by what it was in between.
"""

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION orgs_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM orgs_unit u WHERE u.id = NEW.unit_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM orgs_placement o JOIN orgs_placement p USING (unit_id)
        WHERE o.id = NEW.id AND p.id <> o.id
          AND p.from_on < coalesce(o.until_on, 'infinity'::date)
          AND coalesce(p.until_on, 'infinity'::date) > o.from_on
    ) THEN
        RAISE EXCEPTION 'placements of unit % overlap', NEW.unit_id
            USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("orgs", "0003_row_locks_and_post_names")]
    operations = [migrations.RunSQL(BODY, migrations.RunSQL.noop)]
