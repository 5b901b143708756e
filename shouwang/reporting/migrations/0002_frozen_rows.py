"""Submissions are never edited, nor is anything of a published form version."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reporting_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER submission_append_only BEFORE UPDATE OR DELETE ON reporting_submission
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse_change();
CREATE FUNCTION reporting_refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM reporting_formversion v
               WHERE v.state = 'published'
                 AND v.id IN (CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.version_id END,
                              CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.version_id END)) THEN
        RAISE EXCEPTION 'a published form version is never edited (% on %)', TG_OP, TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER item_of_published BEFORE INSERT OR UPDATE OR DELETE ON reporting_item
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse_published();
CREATE TRIGGER rule_of_published BEFORE INSERT OR UPDATE OR DELETE ON reporting_rule
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse_published();
CREATE TRIGGER version_published BEFORE UPDATE OR DELETE ON reporting_formversion
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION reporting_refuse_change();
"""

BACKWARD = """
DROP TRIGGER version_published ON reporting_formversion;
DROP TRIGGER rule_of_published ON reporting_rule;
DROP TRIGGER item_of_published ON reporting_item;
DROP FUNCTION reporting_refuse_published();
DROP TRIGGER submission_append_only ON reporting_submission;
DROP FUNCTION reporting_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
