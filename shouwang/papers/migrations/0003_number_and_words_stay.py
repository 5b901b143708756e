"""A number once given stays; words and files are only added; a signature is not undone."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION papers_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'papers: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER paper_text_append_only BEFORE UPDATE OR DELETE ON papers_papertext
    FOR EACH ROW EXECUTE FUNCTION papers_refuse_change();
CREATE TRIGGER paper_file_append_only BEFORE UPDATE OR DELETE ON papers_paperfile
    FOR EACH ROW EXECUTE FUNCTION papers_refuse_change();
CREATE TRIGGER paper_never_deleted BEFORE DELETE ON papers_paper
    FOR EACH ROW EXECUTE FUNCTION papers_refuse_change();
CREATE TRIGGER paper_number_stays BEFORE UPDATE ON papers_paper FOR EACH ROW
    WHEN (OLD.number <> '' AND (NEW.number, NEW.title, NEW.revision, NEW.signed_by_id)
          IS DISTINCT FROM (OLD.number, OLD.title, OLD.revision, OLD.signed_by_id))
    EXECUTE FUNCTION papers_refuse_change();
CREATE TRIGGER paper_signature_stays BEFORE UPDATE ON papers_paper FOR EACH ROW
    WHEN (OLD.signed_at IS NOT NULL AND (NEW.signed_at, NEW.title, NEW.revision)
          IS DISTINCT FROM (OLD.signed_at, OLD.title, OLD.revision))
    EXECUTE FUNCTION papers_refuse_change();
CREATE TRIGGER paper_step_stays BEFORE UPDATE ON papers_paperstep FOR EACH ROW
    WHEN (OLD.state <> 'waiting') EXECUTE FUNCTION papers_refuse_change();
"""

BACKWARD = """
DROP TRIGGER paper_step_stays ON papers_paperstep;
DROP TRIGGER paper_signature_stays ON papers_paper;
DROP TRIGGER paper_number_stays ON papers_paper;
DROP TRIGGER paper_never_deleted ON papers_paper;
DROP TRIGGER paper_file_append_only ON papers_paperfile;
DROP TRIGGER paper_text_append_only ON papers_papertext;
DROP FUNCTION papers_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0002_papers_on_their_way")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
