"""Large files are written in steps: an import says when it was finished."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F


def earlier_ones_are_finished(apps: Any, _schema: Any) -> None:
    """Mark what was loaded before as finished: it was written in one transaction."""
    apps.get_model("exposure", "Import").objects.update(finished_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [("exposure", "0004_index_of_stays")]

    operations = [
        migrations.AddField("import", "finished_at", models.DateTimeField(null=True)),
        migrations.RunPython(earlier_ones_are_finished, migrations.RunPython.noop),
    ]
