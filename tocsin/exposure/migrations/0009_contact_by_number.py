"""An index by which the telephone is found that a reply came from."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exposure', '0008_contact_kinds'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('kind__in', ['sms', 'whatsapp', 'signal'])), fields=['fingerprint'], name='contact_by_number'),
        ),
    ]
