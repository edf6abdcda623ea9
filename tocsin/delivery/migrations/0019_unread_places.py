"""Stays and sites that cannot be read are set aside by themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0018_worker_parts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='aside',
            name='kind',
            field=models.CharField(choices=[('case', 'Case'), ('fan-out', 'Fan Out'), ('receipt', 'Receipt'), ('mail', 'Mail'), ('stay', 'Stay'), ('site', 'Site')], max_length=10),
        ),
    ]
