"""More ways to reach a person: SMS, messengers and push."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exposure', '0007_stand_ins'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contact',
            name='kind',
            field=models.CharField(choices=[('email', 'E-mail'), ('webhook', 'Webhook'), ('sms', 'SMS'), ('whatsapp', 'WhatsApp'), ('signal', 'Signal'), ('telegram', 'Telegram'), ('push', 'Push'), ('slack', 'Slack'), ('teams', 'Teams')], max_length=10),
        ),
    ]
