"""Two indexes less on the messages: each costs every message that is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_kept_and_sealed'),
        ('alerts', '0001_initial'),
        ('delivery', '0012_places'),
        ('exposure', '0008_contact_kinds'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='delivery',
            name='delivery_by_person',
        ),
        migrations.RemoveIndex(
            model_name='delivery',
            name='delivery_of_person',
        ),
        migrations.AlterField(
            model_name='delivery',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='accounts.organisation'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['person', 'edition'], name='delivery_by_person'),
        ),
    ]
