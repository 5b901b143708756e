from __future__ import annotations

from django.db import migrations

# what was handed over is never edited, a signature once given is never changed or taken away
FORWARD = """
CREATE TRIGGER handover_frozen BEFORE UPDATE OR DELETE ON reporting_handover
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse_signed(
        'state', 'ended_at', 'ended_by_name', 'why', 'report_id', 'number');
CREATE TRIGGER signature_frozen BEFORE UPDATE OR DELETE ON reporting_signature
    FOR EACH ROW WHEN (OLD.at IS NOT NULL) EXECUTE FUNCTION reporting_refuse_signed();
CREATE TRIGGER signature_bound BEFORE UPDATE OR DELETE ON reporting_signature
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse_signed(
        'by_id', 'by_name', 'at', 'consent_of', 'consent_by_name', 'consent_at');
"""

BACKWARD = """
DROP TRIGGER signature_bound ON reporting_signature;
DROP TRIGGER signature_frozen ON reporting_signature;
DROP TRIGGER handover_frozen ON reporting_handover;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_signing")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
