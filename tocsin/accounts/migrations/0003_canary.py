"""The canary's own organisation is told from the desks of people."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_kept_and_sealed'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='is_canary',
            field=models.BooleanField(default=False),
        ),
    ]
