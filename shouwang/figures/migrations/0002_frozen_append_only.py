"""A frozen figure is never edited, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION figures_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'frozen: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER frozen_append_only BEFORE UPDATE OR DELETE ON figures_frozenfigure
    FOR EACH ROW EXECUTE FUNCTION figures_refuse_change();
"""

BACKWARD = """
DROP TRIGGER frozen_append_only ON figures_frozenfigure;
DROP FUNCTION figures_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
