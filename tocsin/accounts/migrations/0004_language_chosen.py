"""A user's language is what they chose; nobody could choose one before, so nobody has."""

from django.db import migrations, models


def forget_defaults(apps, schema_editor):
    apps.get_model('accounts', 'User').objects.update(language='')


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_canary'),
    ]

    operations = [
        migrations.AlterField(
            model_name='user',
            name='language',
            field=models.CharField(blank=True, default='', max_length=10, verbose_name='language'),
        ),
        migrations.RunPython(forget_defaults, migrations.RunPython.noop),
    ]
