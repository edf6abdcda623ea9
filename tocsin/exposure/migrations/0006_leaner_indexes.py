"""Fewer indexes to write while people wait to be told."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0001_initial'),
        ('exposure', '0005_imports_in_steps'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='exposure',
            name='exposure_once_per_site',
        ),
        migrations.RemoveConstraint(
            model_name='exposure',
            name='exposure_once_per_subscription',
        ),
        migrations.AlterField(
            model_name='exposure',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='exposures', to='alerts.edition'),
        ),
        migrations.AlterField(
            model_name='exposure',
            name='site',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exposures', to='exposure.site'),
        ),
        migrations.AlterField(
            model_name='exposure',
            name='subscription',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exposures', to='exposure.subscription'),
        ),
        migrations.AddIndex(
            model_name='exposure',
            index=models.Index(condition=models.Q(('site__isnull', False)), fields=['site'], name='exposure_of_site'),
        ),
        migrations.AddIndex(
            model_name='exposure',
            index=models.Index(condition=models.Q(('subscription__isnull', False)), fields=['subscription'], name='exposure_of_subscription'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.UniqueConstraint(condition=models.Q(('site__isnull', False)), fields=('edition', 'person', 'site'), name='exposure_once_per_site'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.UniqueConstraint(condition=models.Q(('subscription__isnull', False)), fields=('edition', 'person', 'subscription'), name='exposure_once_per_subscription'),
        ),
    ]
