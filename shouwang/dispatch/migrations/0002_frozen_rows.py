"""What left the house never changes, nor a published layout: the database refuses it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION dispatch_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'frozen: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER dispatch_append_only BEFORE UPDATE OR DELETE ON dispatch_dispatch
    FOR EACH ROW EXECUTE FUNCTION dispatch_refuse_change();
CREATE TRIGGER dispatch_file_append_only BEFORE UPDATE OR DELETE ON dispatch_dispatchfile
    FOR EACH ROW EXECUTE FUNCTION dispatch_refuse_change();
CREATE TRIGGER dispatch_figure_append_only BEFORE UPDATE OR DELETE ON dispatch_dispatchfigure
    FOR EACH ROW EXECUTE FUNCTION dispatch_refuse_change();
CREATE TRIGGER sending_append_only BEFORE UPDATE OR DELETE ON dispatch_sending
    FOR EACH ROW EXECUTE FUNCTION dispatch_refuse_change();
CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE ON dispatch_scan
    FOR EACH ROW EXECUTE FUNCTION dispatch_refuse_change();
CREATE TRIGGER layout_published BEFORE UPDATE OR DELETE ON dispatch_layout
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION dispatch_refuse_change();
"""

BACKWARD = """
DROP TRIGGER layout_published ON dispatch_layout;
DROP TRIGGER scan_append_only ON dispatch_scan;
DROP TRIGGER sending_append_only ON dispatch_sending;
DROP TRIGGER dispatch_figure_append_only ON dispatch_dispatchfigure;
DROP TRIGGER dispatch_file_append_only ON dispatch_dispatchfile;
DROP TRIGGER dispatch_append_only ON dispatch_dispatch;
DROP FUNCTION dispatch_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
