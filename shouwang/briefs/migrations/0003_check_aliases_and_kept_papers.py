from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    """Made the check's two tables before it had its own app; checking.0001 makes them now."""

    dependencies = [
        ('briefs', '0002_final_never_changes'),
        ('orgs', '0006_duty_and_checker'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = []
