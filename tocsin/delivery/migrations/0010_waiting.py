"""What waits is found by lane and channel, and on PostgreSQL a worker is told when something is written."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q

_RING = """
CREATE FUNCTION tocsin_delivery_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('tocsin_delivery', '');
    RETURN NULL;
END $$;
CREATE TRIGGER tocsin_delivery_written AFTER INSERT ON delivery_delivery
    FOR EACH STATEMENT EXECUTE FUNCTION tocsin_delivery_ring();
"""
_SILENCE = """
DROP TRIGGER tocsin_delivery_written ON delivery_delivery;
DROP FUNCTION tocsin_delivery_ring();
"""


def ring(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_RING)


def silence(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_SILENCE)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0008_quiet")]

    operations = [
        migrations.RemoveIndex("delivery", "delivery_due"),
        migrations.AddIndex(
            "delivery",
            models.Index(
                fields=["critical", "channel", "due_at", "id"],
                condition=Q(state="queued"),
                name="delivery_waiting",
            ),
        ),
        migrations.RunPython(ring, silence),
    ]
