"""Counters that no outage fills: tries, steps and rounds."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0016_owners_and_setbacks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='attempts',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='round',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='escalation',
            name='done',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
