"""Incidents can be put away until a time, and say what brought them back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0002_grouping_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='snoozed_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='incident',
            name='woke_because',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='incidentact',
            name='kind',
            field=models.CharField(choices=[('merge', 'Merge'), ('split', 'Split'), ('dismiss', 'Dismiss'), ('reopen', 'Open again'), ('assign', 'Assign'), ('snooze', 'Snooze'), ('wake', 'Wake')], max_length=10),
        ),
    ]
