import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NAMES = ("Alias", "CheckedPaper")


def make_tables(apps, schema_editor):
    """Make the tables, unless they stand since briefs made them."""
    standing = schema_editor.connection.introspection.table_names()
    for name in NAMES:
        model = apps.get_model("checking", name)
        if model._meta.db_table not in standing:
            schema_editor.create_model(model)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0006_duty_and_checker'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Alias',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60)),
                        ('text', models.CharField(max_length=40)),
                        ('taught_at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('taught_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                    ],
                    options={
                        'db_table': 'briefs_alias',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('unit', 'text'), name='alias_text_once_a_unit')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckedPaper',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('title', models.CharField(max_length=120)),
                        ('text', models.TextField()),
                        ('kept_at', models.DateTimeField()),
                        ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                    ],
                    options={
                        'db_table': 'briefs_checkedpaper',
                        'indexes': [models.Index(fields=['unit', 'day'], name='checked_unit_day')],
                    },
                ),
            ]
        ),
        migrations.RunPython(make_tables, migrations.RunPython.noop),
    ]
