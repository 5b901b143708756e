import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0005_answers_for_doubts'),
    ]

    operations = [
        migrations.CreateModel(
            name='PageCount',
            fields=[
                ('brief', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='briefs.brief')),
                ('fingerprint', models.CharField(max_length=64)),
                ('pages', models.PositiveSmallIntegerField()),
            ],
        ),
    ]
