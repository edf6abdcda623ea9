"""Where people say that they are; that and their notes are sealed from now on, and so are the notes that there are."""

from django.db import migrations, models

from tocsin.accounts.sealing import SealedTextField


def seal_notes(apps, schema_editor):
    answers = apps.get_model("delivery", "Answer").objects.using(schema_editor.connection.alias)
    for row in answers.exclude(plain_note="").only("plain_note").iterator(chunk_size=1000):
        answers.filter(pk=row.pk).update(note=row.plain_note)


def open_notes(apps, schema_editor):
    answers = apps.get_model("delivery", "Answer").objects.using(schema_editor.connection.alias)
    for row in answers.only("note").iterator(chunk_size=1000):
        if row.note:
            answers.filter(pk=row.pk).update(plain_note=row.note)


def settle(apps, schema_editor):
    # PostgreSQL alters no table whose deferred constraints have still to be looked at.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0011_rules_and_ids")]

    operations = [
        migrations.RenameField("answer", "note", "plain_note"),
        migrations.AlterField("answer", "plain_note", models.TextField(blank=True, default="")),
        migrations.AddField("answer", "note", SealedTextField(blank=True, default="")),
        migrations.AddField("answer", "place", SealedTextField(blank=True, default="")),
        migrations.RunPython(seal_notes, open_notes),
        migrations.RunPython(settle, settle),
        migrations.RemoveField("answer", "plain_note"),
    ]
