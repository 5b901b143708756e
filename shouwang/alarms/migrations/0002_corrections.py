from django.db import migrations, models
from django.db.models import Q

# what closed as undone before it was noted on the alarm itself
FORWARD = """
UPDATE alarms_alarm SET is_undone = TRUE
WHERE closed_at = gone_at AND outcome = '时限已过，未见补做（系统自动关闭）';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('alarms', '0001_alarms'),
    ]

    operations = [
        migrations.AddField(
            model_name='alarm',
            name='is_undone',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='alarm',
            name='is_asked_again',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='alarm',
            name='corrected_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='alarm',
            index=models.Index(
                fields=['unit', 'raised_at'], condition=Q(is_undone=True), name='alarm_undone'
            ),
        ),
        migrations.AddIndex(
            model_name='alarm',
            index=models.Index(
                fields=['code'], condition=Q(is_asked_again=True), name='alarm_asked_again'
            ),
        ),
    ]
