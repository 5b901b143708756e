"""A final paper, its figures and its files never change; earlier versions are only added."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION briefs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'final: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER brief_final BEFORE UPDATE OR DELETE ON briefs_brief
    FOR EACH ROW WHEN (OLD.state = 'final') EXECUTE FUNCTION briefs_refuse_change();
CREATE TRIGGER brief_figure_append_only BEFORE UPDATE OR DELETE ON briefs_brieffigure
    FOR EACH ROW EXECUTE FUNCTION briefs_refuse_change();
CREATE TRIGGER brief_file_append_only BEFORE UPDATE OR DELETE ON briefs_brieffile
    FOR EACH ROW EXECUTE FUNCTION briefs_refuse_change();
CREATE TRIGGER brief_version_append_only BEFORE UPDATE OR DELETE ON briefs_briefversion
    FOR EACH ROW EXECUTE FUNCTION briefs_refuse_change();
"""

BACKWARD = """
DROP TRIGGER brief_version_append_only ON briefs_briefversion;
DROP TRIGGER brief_file_append_only ON briefs_brieffile;
DROP TRIGGER brief_figure_append_only ON briefs_brieffigure;
DROP TRIGGER brief_final ON briefs_brief;
DROP FUNCTION briefs_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("briefs", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
