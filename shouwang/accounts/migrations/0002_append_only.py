"""The audit trail refuses edits, and every new event queues for its seal."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER auditevent_append_only BEFORE UPDATE OR DELETE ON accounts_auditevent
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER auditevent_no_truncate BEFORE TRUNCATE ON accounts_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER auditseal_append_only BEFORE UPDATE OR DELETE ON accounts_auditseal
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER auditseal_no_truncate BEFORE TRUNCATE ON accounts_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();
CREATE FUNCTION accounts_queue_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO accounts_auditpending (event_id) SELECT id FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER auditevent_queue_seal AFTER INSERT ON accounts_auditevent
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION accounts_queue_seal();
"""

BACKWARD = """
DROP TRIGGER auditevent_queue_seal ON accounts_auditevent;
DROP FUNCTION accounts_queue_seal();
DROP TRIGGER auditseal_no_truncate ON accounts_auditseal;
DROP TRIGGER auditseal_append_only ON accounts_auditseal;
DROP TRIGGER auditevent_no_truncate ON accounts_auditevent;
DROP TRIGGER auditevent_append_only ON accounts_auditevent;
DROP FUNCTION accounts_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
