"""Sources at the desk: adding, changing, looking now."""

from __future__ import annotations

from tocsin.accounts.models import AuditEntry
from tocsin.sources.models import Report, Source

NEW = {
    "kind": "feed", "name": "Coast Radio", "address": "https://coast.example/rss.xml", "grade": "C", "enabled": "on",
    "interval_seconds": "300",
}  # fmt: skip
ITEM = "<item><guid>1</guid><title>Flood in Rabat</title><description>Streets are under water.</description></item>"


def test_a_source_is_added_and_recorded(scene, as_user):
    as_user(scene.desk.ana).post("/desk/sources/new", NEW)
    source = Source.objects.get(name="Coast Radio")
    assert (source.grade, source.interval_seconds) == ("C", 300)
    assert AuditEntry.objects.filter(action="source.add", subject=f"source:{source.pk}", actor="Ana").exists()


def test_what_is_wrong_with_a_source_stands_beside_it(scene, as_user):
    page = as_user(scene.desk.ana).post(
        "/desk/sources/new", NEW | {"address": "coast.example", "interval_seconds": "1"}
    )
    words = page.content.decode()
    assert "Write the whole address" in words
    assert "greater than or equal to 30" in words
    assert 'value="Coast Radio"' in words


def test_a_name_is_used_once(scene, as_user):
    taken = Source.objects.get().name
    page = as_user(scene.desk.ana).post("/desk/sources/new", NEW | {"name": taken})
    assert "use another name" in page.content.decode()


def test_only_an_administrator_names_files_and_never_our_own(scene, as_user, settings, tmp_path):
    folder = {**NEW, "kind": "folder", "address": str(tmp_path)}
    assert "administrator only" in as_user(scene.desk.ana).post("/desk/sources/new", folder).content.decode()
    keys = folder | {"address": f"file://{settings.TOCSIN_HOME}/field.key", "kind": "page"}
    refused = as_user(scene.administrator).post("/desk/sources/new", keys)
    assert "own folder" in refused.content.decode().replace("&#x27;", "'")
    as_user(scene.administrator).post("/desk/sources/new", folder)
    assert Source.objects.get(kind="folder").address == str(tmp_path)


def test_a_change_says_what_was_before(scene, as_user):
    source = Source.objects.get()
    values = NEW | {"name": source.name, "grade": "D", "private_hosts": "feeds.office.lan\n"}
    as_user(scene.desk.ana).post(f"/desk/sources/{source.pk}/change", values)
    source.refresh_from_db()
    assert (source.grade, source.private_hosts) == ("D", ["feeds.office.lan"])
    entry = AuditEntry.objects.get(action="source.change")
    assert entry.detail["grade"] == {"before": "A", "after": "D"}
    assert entry.detail["private_hosts"] == {"before": [], "after": ["feeds.office.lan"]}


def test_a_look_now_shows_what_came(scene, as_user, tmp_path):
    (tmp_path / "feed.xml").write_text(f"<rss version='2.0'><channel><title>x</title>{ITEM}</channel></rss>")
    source = Source.objects.create(
        organisation=scene.desk.organisation, name="File", kind="feed", address=f"file://{tmp_path}/feed.xml",
        created_at=scene.edition.sent,
    )  # fmt: skip
    page = as_user(scene.desk.ana).post(f"/desk/sources/{source.pk}/poll", follow=True).content.decode()
    assert "1 new report" in page
    assert "Flood in Rabat" in page
    assert Report.objects.get(source=source).memberships.exists()


def test_a_look_that_fails_says_why(scene, as_user, tmp_path):
    source = Source.objects.create(
        organisation=scene.desk.organisation, name="Gone", kind="feed", address=f"file://{tmp_path}/none.xml",
        created_at=scene.edition.sent,
    )  # fmt: skip
    client = as_user(scene.desk.ana)
    page = client.post(f"/desk/sources/{source.pk}/poll", follow=True).content.decode()
    assert "cannot be opened" in page
    assert "Failing since" in client.get("/desk/sources/").content.decode()


def test_a_reader_changes_nothing(scene, as_user):
    source = Source.objects.get()
    client = as_user(scene.desk.rob)
    assert client.post(f"/desk/sources/{source.pk}/poll").status_code == 403
    assert client.post(f"/desk/sources/{source.pk}/change", NEW).status_code == 403
