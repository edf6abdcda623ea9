"""What waits can be asked for desk by desk; stays and sites that cannot be read are set aside by themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0018_worker_parts'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['critical', 'channel', 'organisation', 'due_at', 'id'], name='delivery_waiting_of_desk'),
        ),
        migrations.AlterField(
            model_name='aside',
            name='kind',
            field=models.CharField(choices=[('case', 'Case'), ('fan-out', 'Fan Out'), ('receipt', 'Receipt'), ('mail', 'Mail'), ('stay', 'Stay'), ('site', 'Site')], max_length=10),
        ),
    ]
