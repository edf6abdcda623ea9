"""Who stands in for a person, and who is on duty for the desk."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exposure', '0006_leaner_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='on_duty',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='person',
            name='stand_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stands_in_for', to='exposure.person'),
        ),
    ]
