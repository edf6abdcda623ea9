"""How far each standing rule has come in what its source sends."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0002_standing_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleProgress',
            fields=[
                ('rule', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='progress', serialize=False, to='alerts.standingrule')),
                ('settled_report', models.BigIntegerField(default=0)),
                ('faults', models.JSONField(default=dict)),
            ],
        ),
    ]
