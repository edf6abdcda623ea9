"""A desk with people, and incidents with reports and claims, as the incidents room leaves them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tocsin.accounts.models import Membership, Organisation, User
from tocsin.alerts.content import json_of, text_of
from tocsin.alerts.drafting import draft_from
from tocsin.alerts.editing import submit
from tocsin.alerts.editions import Form, MakeDocuments, freeze, proof_of
from tocsin.alerts.models import Document, Draft, Edition
from tocsin.alerts.reviewing import approve
from tocsin.grading import AlertText
from tocsin.incidents.models import Claim, ClaimSource, Incident, IncidentReport
from tocsin.sources.models import Report, Source

NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """One organisation with an analyst, a second one, an approver and a reader."""

    organisation: Organisation
    ana: User
    ben: User
    eva: User
    rob: User


def make_desk(slug: str = "desk") -> Desk:
    organisation = Organisation.objects.create(
        name=slug.title(), slug=slug, sender=f"{slug}.example", created_at=NOON
    )

    def member(name: str, role: str) -> User:
        user = User.objects.create_user(f"{name.lower()}@{slug}.example", name=name)
        Membership.objects.create(organisation=organisation, user=user, role=role)
        return user

    return Desk(
        organisation,
        member("Ana", "analyst"),
        member("Ben", "analyst"),
        member("Eva", "approver"),
        member("Rob", "reader"),
    )


def make_source(desk: Desk, name: str, grade: str = "B", *, authority: bool = False) -> Source:
    made, _ = Source.objects.get_or_create(
        organisation=desk.organisation,
        name=name,
        defaults={"kind": "feed", "grade": grade, "is_authority": authority, "created_at": NOON},
    )
    return made


def make_report(
    desk: Desk, text: str, *, by: str = "Harbour Radio", at: datetime = NOON, grade: str = "B", authority: bool = False,
    targets: Iterable[str] = (),
) -> Report:  # fmt: skip
    return Report.objects.create(
        organisation=desk.organisation,
        source=make_source(desk, by, grade, authority=authority),
        external_id=f"{by} {at} {text[:40]}",
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        received_at=at,
        published_at=at,
        raw=text.encode(),
        state="read",
        title=text.partition(". ")[0],
        text=text,
        credibility=2,
        reading={"text": text, "advice_targets": list(targets)},
    )


def make_incident(desk: Desk, reports: Iterable[Report], **changes: object) -> Incident:
    rows = list(reports)
    fields: dict[str, object] = {
        "reference": f"2017-{Incident.objects.count() + 1:04d}",
        "title": rows[0].title,
        "hazard": "earthquake",
        "phase": "happened",
        "country": "KE",
        "place": "Kisumu",
        "longitude": 34.76,
        "latitude": -0.1,
        "precision": "city",
        "first_report_at": min(report.published_at for report in rows),
        "last_report_at": max(report.published_at for report in rows),
        "onset": NOON - timedelta(hours=2),
        "severity": "Severe",
        "certainty": "Observed",
        "urgency": "Immediate",
        "created_at": NOON,
        **changes,
    }
    incident = Incident.objects.create(organisation=desk.organisation, **fields)
    for report in rows:
        add_report(incident, report)
    return incident


def add_report(incident: Incident, report: Report) -> None:
    IncidentReport.objects.create(
        incident=incident,
        report=report,
        verdict="new",
        reason="made for a test",
        joined_at=report.received_at,
    )
    incident.last_report_at = max(incident.last_report_at, report.published_at)
    incident.save()


def make_claim(incident: Incident, report: Report, words: str, **figure: object) -> Claim:
    """A claim that `report` states in `words`; with `unit` and `value` a figure, else a statement."""
    subject = "|".join(
        str(figure.get(name, "")) for name in ("unit", "scope", "place", "time_from", "time_to")
    )
    if not figure:
        subject = "statement|" + hashlib.sha256(words.encode()).hexdigest()[:24]
    same = Claim.objects.filter(incident=incident, subject=subject, **figure).first()
    claim = same or Claim.objects.create(
        incident=incident,
        subject=subject,
        text=words,
        first_stated_at=report.published_at,
        last_stated_at=report.published_at,
        **figure,
    )
    if same:
        same.last_stated_at = max(same.last_stated_at, report.published_at)
        same.save()
    start = max(report.text.find(words), 0)
    ClaimSource.objects.create(claim=claim, report=report, quote=words, start=start, end=start + len(words))
    return claim


def make_quake(desk: Desk) -> Incident:
    """An earthquake in Kisumu with a toll from an authority."""
    report = make_report(
        desk,
        "Earthquake shakes Kisumu. At least 12 people died when the old market hall fell in.",
        by="Red Relief Kenya",
        grade="A",
        authority=True,
        at=NOON - timedelta(hours=1),
    )
    incident = make_incident(desk, [report])
    make_claim(incident, report, "Earthquake shakes Kisumu.")
    make_claim(
        incident, report, "At least 12 people", unit="killed", value=12, qualifier="at least", scope="this event",
        place="Kisumu",
    )  # fmt: skip
    return incident


def make_documents(edition: Edition, _text: AlertText) -> list[Form]:
    """Every form of an edition, as short as can be."""
    return [
        Form(form, "text/plain; charset=utf-8", f"{form} {edition.identifier}".encode(), {"x-form": form})
        for form in Document.Form.values
    ]


def frozen(draft: Draft, *, publisher: User, now: datetime, make_documents: MakeDocuments) -> Edition:
    """The edition of `draft`, made ready and published at once."""
    proof = proof_of(draft, publisher=publisher, now=now, make_documents=make_documents)
    return freeze(proof, publisher=publisher, now=now)


def make_draft(desk: Desk) -> Draft:
    return draft_from(make_quake(desk), author=desk.ana, now=NOON)


def submitted(desk: Desk) -> Draft:
    return submit(make_draft(desk), author=desk.ana, now=NOON)


def approved(desk: Desk) -> Draft:
    draft = submitted(desk)
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    draft.refresh_from_db()
    return draft


def changed(draft: Draft, **fields: object) -> dict[str, object]:
    """The draft's content with fields of its text replaced."""
    draft.refresh_from_db()
    return json_of(replace(text_of(draft.content), **fields))
