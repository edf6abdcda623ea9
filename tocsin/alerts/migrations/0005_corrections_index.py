"""An index of the editions that correct an error of an earlier one."""

import tocsin.alerts.corrects
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0004_rule_begun'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(tocsin.alerts.corrects.Corrects('content')), fields=['-sent', '-id'], name='edition_that_corrects'),
        ),
    ]
