"""What a person already has of an edition is found without looking through all of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0004_escalation")]

    operations = [
        migrations.AddIndex("delivery", models.Index(fields=["edition", "person"], name="delivery_of_person")),
    ]
