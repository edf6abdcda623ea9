"""Which draft each standing rule has begun and not yet published."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0003_rule_progress'),
    ]

    operations = [
        migrations.AddField(
            model_name='ruleprogress',
            name='begun',
            field=models.JSONField(default=dict),
        ),
    ]
