"""Standing rules: written by one person, approved by another, ended by either. What they let out is recorded, use by use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act
from tocsin.alerts.authority import require
from tocsin.alerts.errors import OwnText, ReasonMissing, RuleInvalid, WrongState
from tocsin.alerts.models import StandingRule
from tocsin.alerts.rule_verdicts import GRADE, RuleTerms
from tocsin.geo import gazetteer
from tocsin.grading import Level
from tocsin.reading import HAZARDS
from tocsin.sources.models import Source


@dataclass(frozen=True, slots=True)
class RuleWanted:
    """What somebody asks of a rule. `certificate` is PEM; empty `hazards` and `countries` are every one."""

    name: str
    reason: str
    source: Source
    sender: str
    certificate: str
    hazards: Sequence[str]
    countries: Sequence[str]
    highest: Level
    most_per_hour: int


def rules_in_force(organisation: Organisation | None = None) -> QuerySet[StandingRule]:
    """Return the rules that are approved and not ended, of one desk or of all."""
    found = StandingRule.objects.filter(approved_at__isnull=False, ended_at__isnull=True)
    found = found.select_related("organisation", "source", "written_by", "approved_by").order_by("pk")
    return found if organisation is None else found.filter(organisation=organisation)


def terms_of(rule: StandingRule) -> RuleTerms:
    """Return what `rule`, which is in force, allows."""
    if rule.approved_at is None:
        raise RuleInvalid(_("The rule “%(name)s” is not approved.") % {"name": rule})
    return RuleTerms(
        rule.sender, frozenset(rule.hazards), frozenset(rule.countries), Level.from_word(rule.highest),
        rule.most_per_hour, rule.approved_at,
    )  # fmt: skip


@transaction.atomic
def write_rule(
    organisation: Organisation, wanted: RuleWanted, *, author: User, now: datetime
) -> StandingRule:
    """Keep a rule that waits for another person's approval, and return it. Raises RuleInvalid, NotAllowed."""
    require(author, organisation, Act.WRITE_DRAFT)
    certificate = _certificate(wanted.certificate, now)
    _refuse_unfit(organisation, wanted)
    rule = StandingRule.objects.create(
        organisation=organisation,
        name=wanted.name.strip(),
        reason=wanted.reason.strip(),
        source=wanted.source,
        sender=wanted.sender.strip(),
        certificate=wanted.certificate.strip(),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        signer=certificate.subject.rfc4514_string()[:300],
        hazards=sorted(wanted.hazards),
        countries=sorted(wanted.countries),
        highest=wanted.highest.word,
        most_per_hour=wanted.most_per_hour,
        written_by=author,
        written_by_name=str(author),
        written_at=now,
    )
    _note(rule, "write standing rule", author, now, fingerprint=rule.fingerprint, highest=rule.highest)
    return rule


@transaction.atomic
def approve_rule(rule: StandingRule, *, reviewer: User, now: datetime) -> StandingRule:
    """Put a rule into force and return it. Raises OwnText for its writer, also on lone duty; WrongState, NotAllowed."""
    rule = _opened(rule, reviewer, Act.APPROVE_DRAFT)
    if rule.approved_at is not None:
        raise WrongState(_("The rule “%(name)s” is approved already.") % {"name": rule})
    if rule.written_by_id == reviewer.pk:
        raise OwnText(
            _(
                "You wrote this rule, so somebody else must approve it: what goes out by it, nobody reads before. "
                "Lone duty does not change that."
            )
        )
    rule.approved_by, rule.approved_by_name, rule.approved_at = reviewer, str(reviewer), now
    rule.save(update_fields=["approved_by", "approved_by_name", "approved_at"])
    _note(rule, "approve standing rule", reviewer, now)
    return rule


@transaction.atomic
def end_rule(rule: StandingRule, *, actor: User, reason: str, now: datetime) -> StandingRule:
    """End a rule for good, at once, and return it; whoever may write drafts may. Raises ReasonMissing, WrongState, NotAllowed."""
    rule = _opened(rule, actor, Act.WRITE_DRAFT)
    if not reason.strip():
        raise ReasonMissing(_("Say why the rule ends; the history keeps it."))
    rule.ended_by_name, rule.ended_at, rule.end_reason = str(actor), now, reason.strip()
    rule.save(update_fields=["ended_by_name", "ended_at", "end_reason"])
    _note(rule, "end standing rule", actor, now, reason=rule.end_reason)
    return rule


def _opened(rule: StandingRule, user: User, act: Act) -> StandingRule:
    rule = StandingRule.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=rule.pk)
    require(user, rule.organisation, act)
    if rule.ended_at is not None:
        raise WrongState(_("The rule “%(name)s” has ended; write a new one.") % {"name": rule})
    return rule


def _certificate(pem: str, now: datetime) -> x509.Certificate:
    if "PRIVATE KEY" in pem:
        raise RuleInvalid(
            _("This holds a private key. Paste the authority's certificate alone, and keep no key here.")
        )
    try:
        certificate = x509.load_pem_x509_certificate(pem.strip().encode())
    except ValueError as error:
        raise RuleInvalid(
            _("The certificate cannot be read (%(error)s). Paste it as PEM, from BEGIN to END CERTIFICATE.")
            % {"error": error}
        ) from error
    if certificate.not_valid_after_utc < now:
        raise RuleInvalid(
            _("The certificate expired on %(day)s. Get the authority's present one.")
            % {"day": f"{certificate.not_valid_after_utc:%Y-%m-%d}"}
        )
    return certificate


def _refuse_unfit(organisation: Organisation, wanted: RuleWanted) -> None:
    source = wanted.source
    if source.organisation_id != organisation.pk or source.kind != Source.Kind.CAP:
        raise RuleInvalid(_("Choose a CAP source of this desk: only CAP messages carry a signature."))
    if source.grade != GRADE or not source.is_authority:
        raise RuleInvalid(
            _(
                "%(source)s is graded %(grade)s; a rule asks for an authority graded A. Grade it first, with its reason."
            )
            % {"source": source, "grade": source.grade}
        )
    known = {one.code for one in HAZARDS}
    unknown = [code for code in wanted.hazards if code not in known]
    unknown += [code for code in wanted.countries if gazetteer().country(code) is None]
    if unknown:
        raise RuleInvalid(_("There is no hazard or country %(codes)s.") % {"codes": ", ".join(unknown)})
    for value, what in (
        (wanted.name, _("a name")),
        (wanted.reason, _("a reason")),
        (wanted.sender, _("a CAP sender")),
    ):
        if not value.strip():
            raise RuleInvalid(_("Give the rule %(what)s.") % {"what": what})


def _note(rule: StandingRule, action: str, actor: User, now: datetime, **detail: object) -> None:
    record(
        rule.organisation, action, f"standing-rule:{rule.pk}", now=now, actor=actor,
        detail={"name": rule.name, "sender": rule.sender, **detail},
    )  # fmt: skip
