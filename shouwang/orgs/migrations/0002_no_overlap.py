"""A unit lies in one place at a time, whoever writes it (btree_gist is not at hand)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION orgs_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7201908, (NEW.unit_id % 2147483647)::int);
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
CREATE CONSTRAINT TRIGGER placement_no_overlap AFTER INSERT OR UPDATE ON orgs_placement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orgs_refuse_overlap();
"""

BACKWARD = """
DROP TRIGGER placement_no_overlap ON orgs_placement;
DROP FUNCTION orgs_refuse_overlap();
"""


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
