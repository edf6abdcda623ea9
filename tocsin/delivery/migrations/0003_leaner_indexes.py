"""Fewer indexes to write while people wait to be told."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0001_initial'),
        ('delivery', '0002_kept_and_sealed'),
        ('exposure', '0005_imports_in_steps'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='alerts.edition'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='exposure.person'),
        ),
    ]
