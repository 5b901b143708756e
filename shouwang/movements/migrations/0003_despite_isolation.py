from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movements", "0002_release_by_word")]

    operations = [
        migrations.AddField(
            model_name="movement",
            name="despite_isolation",
            field=models.BooleanField(db_default=False, default=False),
        )
    ]
