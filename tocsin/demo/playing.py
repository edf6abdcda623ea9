"""Playing the demo's week through the real pipeline: poll, group, draft, review, publish, deliver, answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tocsin import clock
from tocsin.alerts import drafting, editing, reviewing
from tocsin.alerts.content import text_of
from tocsin.alerts.linting import standing_in_the_way
from tocsin.alerts.models import Alert, Draft, Edition
from tocsin.delivery import answers, worker
from tocsin.delivery.links import read_token
from tocsin.demo.desk import Desk
from tocsin.demo.mailbox import mails
from tocsin.exposure.models import Person
from tocsin.grading import AlertText
from tocsin.incidents import acts
from tocsin.incidents.grouping import group_waiting
from tocsin.incidents.models import Incident
from tocsin.publishing.publication import publish
from tocsin.sources.intake import file_report
from tocsin.sources.models import Source
from tocsin.sources.polling import poll

Polish = Callable[[AlertText], AlertText]


@dataclass(frozen=True, slots=True)
class Player:
    """Plays the parts of the analyst, the approver and the people in the week."""

    desk: Desk

    def at(self, moment: datetime) -> datetime:
        """Set the house's clock to `moment`, and return it."""
        clock.set_to(moment)
        return moment

    def look_around(self, now: datetime, *names: str) -> None:
        """Poll the named sources, or all of them, and put what came into incidents."""
        sources = Source.objects.filter(organisation=self.desk.organisation, enabled=True).exclude(
            kind="form"
        )
        for source in sources.filter(name__in=names) if names else sources:
            poll(source, now=now)
        group_waiting(now=now)

    def field_report(self, now: datetime, title: str, text: str, place: str, filed_by: str) -> None:
        """File what a field office saw, and put it into its incident."""
        file_report(self.desk.field_office, title=title, text=text, place=place, filed_by=filed_by, now=now)
        group_waiting(now=now)

    def incident(self, hazards: Iterable[str], country: str) -> Incident:
        """Return the newest incident of one of those kinds in that country."""
        found = Incident.objects.filter(
            organisation=self.desk.organisation, hazard__in=list(hazards), country=country
        )
        return found.order_by("-last_report_at")[0]

    def alert(self, incident: Incident, now: datetime, polish: Polish) -> Edition:
        """Draft, edit, submit, approve and publish a first alert; send its messages."""
        return self._through(drafting.draft_from(incident, author=self.desk.analyst, now=now), now, polish)

    def update(self, alert: Alert, now: datetime, polish: Polish) -> Edition:
        """Publish an update of `alert` and send its messages."""
        return self._through(drafting.draft_update(alert, author=self.desk.analyst, now=now), now, polish)

    def all_clear(self, alert: Alert, now: datetime, reason: str) -> Edition:
        """Publish the all-clear of `alert` and send its messages."""
        draft = drafting.draft_cancel(alert, author=self.desk.analyst, now=now, reason=reason)
        return self._through(draft, now, lambda text: text)

    def _through(self, draft: Draft, now: datetime, polish: Polish) -> Edition:
        text = polish(text_of(draft.content))
        analyst = self.desk.analyst
        draft = editing.edit(
            draft, text, revision=draft.revision, author=analyst, reason="Read and shortened.", now=now
        )
        for finding in standing_in_the_way(draft):
            if not finding.blocks:
                why = "The desk has looked at this and stands by it."
                draft = editing.override(
                    draft, finding.rule, revision=draft.revision, author=analyst, reason=why, now=now
                )
        draft = editing.submit(draft, author=analyst, now=now)
        reviewing.approve(draft, reviewer=self.desk.approver, content_hash=draft.content_hash, now=now)
        edition = publish(draft, publisher=self.desk.approver, now=now)
        worker.run_once(now=now)
        return edition

    def begin_only(self, incident: Incident, now: datetime, polish: Polish, *, submit: bool = False) -> Draft:
        """Begin a draft and leave it for the visitor to go on with."""
        draft = drafting.draft_from(incident, author=self.desk.analyst, now=now)
        text = polish(text_of(draft.content))
        draft = editing.edit(
            draft,
            text,
            revision=draft.revision,
            author=self.desk.analyst,
            reason="Read and shortened.",
            now=now,
        )
        return editing.submit(draft, author=self.desk.analyst, now=now) if submit else draft

    def dismiss(self, incident: Incident, now: datetime, reason: str) -> None:
        """Take an incident out of the inbox."""
        acts.dismiss(incident, actor=self.desk.analyst, reason=reason, now=now)

    def answer(self, key: str, kind: str, now: datetime, note: str = "") -> None:
        """Let a person answer by the signed link in the newest mail that reached them."""
        person = Person.objects.get(organisation=self.desk.organisation, key=key)
        address = person.contacts.get(kind="email").address
        link = next(
            link for mail in mails() if address in mail.to for link in mail.links if "/answer/" in link
        )
        permit = read_token(link.rstrip("/").rpartition("/")[2], now=now)
        edition = Edition.objects.get(pk=permit.edition_id)
        answers.record(edition, person, kind, now=now, via="link", note=note)


def changed(**fields: object) -> Polish:
    """Return an edit that sets the named fields of an alert text and leaves the rest as drafted."""
    return lambda text: replace(text, **fields)  # type: ignore[arg-type]
