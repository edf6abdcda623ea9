"""The command line: every verb of Tocsin. Each imports what it needs when it is called, so that all start fast."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tocsin import __version__

if TYPE_CHECKING:
    from tocsin.grading import SourceText


def set_up_django() -> None:
    """Make the database and the settings ready for a verb that needs them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    # What an instance writes is its owner's alone.
    os.umask(0o077)
    import django

    django.setup()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tocsin")
def tocsin() -> None:
    """Read what the world reports, ring the bell for the people in the way, listen for their answer."""


# -- reading and standards: no database ---------------------------------------------------------------------------


@tocsin.command()
@click.argument("what", metavar="FILE|URL|-")
@click.option("--json", "as_json", is_flag=True, help="Print the Reading as JSON (docs/reading.md).")
@click.option("--published", help="When it was published, as 2017-07-15T17:12Z. Default: now.")
@click.option("--title", help="Its title, where the text does not carry one.")
@click.option("--language", help="Its language (ISO 639-1), where you know it.")
@click.option("--country", help="The country (ISO 3166-1 alpha-2) that the source mostly writes about.")
@click.option(
    "--fast",
    is_flag=True,
    help="Gazetteer and rules alone, without the tagger: seven times faster, finds less.",
)
def read(
    what: str,
    as_json: bool,
    published: str | None,
    title: str | None,
    language: str | None,
    country: str | None,
    fast: bool,
) -> None:
    """Print what a text says: places, times, figures, hazards, with the words that say so.

    FILE may be plain text, HTML, PDF, an e-mail (.eml), a CAP message or an item of a feed; its content tells which.
    """
    from tocsin.reading import GazetteerRecogniser, describe
    from tocsin.reading import read as read_text

    reading = read_text(
        _content(what),
        published=_moment(published),
        title=title,
        language=language,
        country=country,
        recogniser=GazetteerRecogniser() if fast else None,
    )
    click.echo(json.dumps(reading.to_json(), ensure_ascii=False, indent=2) if as_json else describe(reading))


@tocsin.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--rules",
    "lists_rules",
    is_flag=True,
    help="List the rules, one a line: id, what a breach does, sentence.",
)
@click.option(
    "--sources", default=None, type=click.IntRange(0), help="How many independent sources stand behind it."
)
@click.option("--authorities", default=0, type=click.IntRange(0), help="How many of them are authorities.")
@click.option(
    "--text",
    "texts",
    multiple=True,
    metavar="REFERENCE=FILE",
    help="The text of a source that the alert cites, as report:1=FILE; give it once for each.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one finding a line as JSON.")
def lint(
    file: Path | None,
    lists_rules: bool,
    sources: int | None,
    authorities: int,
    texts: tuple[str, ...],
    as_json: bool,
) -> None:
    """Hold the alert text in FILE (the JSON of docs/grading.md) to the desk's rules.

    Exits with 1 where a finding blocks the approval, with 2 where FILE is no alert text.
    """
    from tocsin.grading import RULES, Evidence, GradingError, Grounds, alert_text_from_json, blocks_approval
    from tocsin.grading import lint as findings_in

    if lists_rules:
        for rule in RULES:
            click.echo(f"{rule.id}\t{rule.severity}\t{rule.sentence}")
        return
    if file is None:
        raise click.UsageError("Name a FILE with an alert text, or ask for --rules.")
    evidence = None
    if sources is not None or authorities:
        evidence = Evidence(authorities, max(sources or 0, authorities))
    try:
        document = json.loads(file.read_bytes())
        if not isinstance(document, dict):
            raise click.UsageError(f"{file}: an alert text is one JSON object; docs/grading.md describes it.")
        text = alert_text_from_json(document)
        names = {source.reference: source.name for source in text.sources}
        found = findings_in(
            text, evidence, grounds=Grounds(texts=tuple(_source_text(one, names) for one in texts))
        )
    except (ValueError, GradingError) as error:
        raise click.UsageError(f"{file}: no alert text can be read from it: {error}") from error
    for one in found:
        if as_json:
            line = {
                "rule": one.rule,
                "severity": str(one.severity),
                "part": one.part,
                "position": one.position,
                "sentence": one.sentence,
            }
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            where = one.part if one.position is None else f"{one.part} {one.position + 1}"
            click.echo(f"{file}: {where}: {one.severity}: {one.rule}: {one.sentence}")
    if not found and not as_json:
        click.echo(f"{file}: nothing found; it may be approved.")
    sys.exit(1 if blocks_approval(found) else 0)


def _source_text(named: str, names: Mapping[str, str]) -> SourceText:
    from tocsin.grading import SourceText

    reference, _, file = named.partition("=")
    try:
        words = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(
            f"--text {named}: write REFERENCE=FILE with a file of UTF-8 text: {error}"
        ) from error
    return SourceText(reference, names.get(reference, reference), words)


@tocsin.command("search-index")
def search_index() -> None:
    """Make the full-text index of the desk's search anew, from everything that is kept."""
    set_up_django()
    from tocsin.desk.search.indexing import catch_up, forget_all

    forget_all()
    count = 0
    while found := catch_up():
        count += found
    click.echo(f"{count} rows were looked at; the search knows everything again.")


@tocsin.group()
def cap() -> None:
    """Common Alerting Protocol: check messages, verify signatures."""


@cap.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--profile", "profiles", multiple=True, help="Hold it against this profile too; give it again for more."
)
@click.option("--profiles", "lists_profiles", is_flag=True, help="List the profiles and their rules.")
def cap_check(files: tuple[Path, ...], profiles: tuple[str, ...], lists_profiles: bool) -> None:
    """Say of each file whether it is valid CAP, and what the rules beyond the schema find."""
    from tocsin.cap import PROFILES, UnknownProfile, profile_named

    if lists_profiles:
        for profile in PROFILES.values():
            click.echo(f"{profile.id}: {profile.name}. {profile.document}")
            for rule in profile.rules:
                click.echo(f"  {rule.id}\t{rule.severity}\t{rule.asks}")
        return
    if not files:
        raise click.UsageError("Name a file, or ask for --profiles.")
    try:
        for name in profiles:
            profile_named(name)
    except UnknownProfile as error:
        raise click.UsageError(str(error)) from error
    failed = [file for file in files if _cap_checked(file, profiles)]
    sys.exit(1 if failed else 0)


def _cap_checked(file: Path, profiles: tuple[str, ...]) -> bool:
    """Say what is found in one file; True where something in it is refused."""
    from tocsin.cap import CapError, check_profiles, extract, parse
    from tocsin.cap import check as check_message

    failed = False
    extraction = extract(file.read_bytes())
    for error in extraction.errors:
        failed = True
        click.echo(f"{file}: {error.rule}: {error}")
    for data in extraction.messages:
        try:
            message = parse(data)
        except CapError as error:
            failed = True
            click.echo(f"{file}: {error.rule}: {error}")
            continue
        findings = (*check_message(message), *check_profiles(message, profiles))
        click.echo(f"{file}: {message.identifier}: valid CAP {message.version}, {len(findings)} findings")
        for finding in findings:
            click.echo(f"  {finding.rule} ({finding.severity}) {finding.where}: {finding.sentence}")
    if not extraction.messages and not extraction.errors:
        click.echo(f"{file}: no CAP message inside; {len(extraction.links)} links")
    return failed


@cap.command("table")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def cap_table(folder: Path) -> None:
    """Print one line for each file of FOLDER: messages, refusals by rule, and findings by rule set."""
    from tocsin.cap import PROFILES, check_profiles, extract, parse
    from tocsin.cap import check as check_message

    click.echo("\t".join(["file", "messages", "refused", "rules", *PROFILES]))
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        if file.suffix.lower() in (".json", ".xsd", ".pem", ".md", ".txt"):
            continue
        extraction = extract(file.read_bytes())
        messages = [parse(data) for data in extraction.messages]
        refused = ",".join(sorted({error.rule for error in extraction.errors})) or "-"
        found = [str(sum(len(check_message(message)) for message in messages))]
        for name in PROFILES:
            found.append(str(sum(len(check_profiles(message, [name])) for message in messages)))
        click.echo("\t".join([str(file.relative_to(folder)), str(len(messages)), refused, *found]))


@cap.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--certificate", "certificates", multiple=True, required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A certificate that you trust; give it again for more.",
)  # fmt: skip
def cap_verify(file: Path, certificates: tuple[Path, ...]) -> None:
    """Say whether FILE was signed by the holder of a certificate that you name, and by nobody else."""
    from tocsin.cap import verify

    pinned = [certificate.read_bytes() for certificate in certificates]
    found = verify(file.read_bytes(), pinned, at=datetime.now(UTC))
    click.echo(f"{file}: {found.trust.value}. {found.reason}")
    sys.exit(0 if found.trusted else 1)


# -- running --------------------------------------------------------------------------------------------------------


@tocsin.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the demo's own folder away and play the week again.")
def demo(host: str, port: int, fresh: bool) -> None:
    """Load the demo on first use and serve it, with a worker and a mailbox of its own."""
    from tocsin.demo.running import run_demo

    run_demo(host=host, port=port, fresh=fresh)


@tocsin.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the pages and the API. Run `tocsin work` beside it."""
    from tocsin.project.doors import serve as serve_doors

    click.echo(f"Serving on http://{host}:{port}/ (Ctrl-C stops)", err=True)
    serve_doors(host, port)


@tocsin.command()
@click.option(
    "--only",
    type=click.Choice(["intake", "delivery"]),
    help="Only poll and group (intake), or only everything else (delivery).",
)
def work(only: str | None) -> None:
    """Poll sources, group reports and send deliveries until stopped. Any number may run."""
    set_up_django()
    from tocsin.project.worker import work as work_on

    work_on(only=only or "")


@tocsin.command()
@click.option("--index", is_flag=True, help="Make the index of stays anew as well.")
def migrate(index: bool) -> None:
    """Make or update the database's tables and put up its guards."""
    set_up_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    if index:
        from tocsin.exposure.index_check import rebuild

        rebuild()
        click.echo("The index of stays was made anew.")


@tocsin.command()
def check() -> None:
    """Verify the instance: settings, guards, audit log, stored documents. Exit code 1 where something is wrong."""
    set_up_django()
    from tocsin.project.checking import check_instance

    problems = check_instance()
    for line in problems or ["Everything checked is in order."]:
        click.echo(line)
    sys.exit(1 if problems else 0)


@tocsin.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Write database and keys to one file, TARGET, readable by its owner only."""
    set_up_django()
    from tocsin.project.backup import back_up

    click.echo(back_up(target))


@tocsin.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(source: Path) -> None:
    """Bring database and keys back from a file that `tocsin backup` wrote, into an empty instance."""
    from tocsin.project.backup import bring_back

    click.echo(bring_back(source))


# -- the desk's work --------------------------------------------------------------------------------------------------


@tocsin.command()
@click.argument("name", required=False)
def poll(name: str | None) -> None:
    """Poll one source by NAME, or every source that is due, and group what came."""
    set_up_django()
    from tocsin.clock import now
    from tocsin.incidents.grouping import group_waiting
    from tocsin.sources.models import Source
    from tocsin.sources.polling import poll as poll_one
    from tocsin.sources.polling import poll_due

    if name is None:
        polls = poll_due(now=now())
    else:
        source = Source.objects.filter(name=name).first()
        if source is None:
            known = ", ".join(Source.objects.values_list("name", flat=True)) or "none yet"
            raise click.ClickException(f"There is no source named {name!r}. Known sources: {known}.")
        polls = [poll_one(source, now=now())]
    for one in polls:
        click.echo(
            f"{one.source}: {one.outcome}, {one.items} items, {one.new_reports} new. {one.error}".rstrip()
        )
    click.echo(f"{group_waiting(now=now())} reports put into incidents")


@tocsin.command("in-mail")
def in_mail() -> None:
    """Take in one mail from standard input: a bounce, a receipt or a reply, as a mail server pipes it.

    Exit code 75 asks the mail server to try again later, 65 says that this is no mail.
    """
    set_up_django()
    from django.db import DatabaseError

    from tocsin.clock import now
    from tocsin.delivery.errors import DeliveryError
    from tocsin.delivery.inbound.arrivals import post_of
    from tocsin.delivery.inbound.incoming_mail import LONGEST_MAIL
    from tocsin.delivery.inbound.mails import take_mail

    data = sys.stdin.buffer.read(LONGEST_MAIL + 1)
    # The codes are those of sysexits.h, which mail servers read.
    try:
        found = take_mail(data, post_of(data, via="command", at=now()))
    except DeliveryError as error:
        click.echo(f"Not taken: {error}", err=True)
        sys.exit(65)
    except DatabaseError as error:
        click.echo(f"Not recorded ({error}): try again later.", err=True)
        sys.exit(75)
    for one in found:
        click.echo(f"{one.kind}, {one.finding}: {one.reason}")
    if not found:
        click.echo("It is about no message of ours.")


@tocsin.command("import")
@click.argument(
    "what", type=click.Choice(["people", "trips", "sites", "calendar", "booking"]), required=False
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--skip-bad", is_flag=True, help="Load the good lines and list what was skipped.")
@click.option(
    "--hold", is_flag=True, help="Lines whose place or person is not clear wait for a choice at the desk."
)
@click.option("--person", default="", help="The key of whose calendar or booking it is.")
@click.option(
    "--complete", is_flag=True, help="The file of people is complete: whoever is not in it has left."
)
@click.option("--yes", is_flag=True, help="With --complete: even where more than half would leave.")
@click.option("--template", is_flag=True, help="Print a file to fill in instead of loading one.")
@click.option("--undo", "number", type=int, help="Take the import with this number back.")
@click.option("--organisation", help="The slug of the organisation, where there are several.")
def import_(
    what: str | None, file: Path | None, skip_bad: bool, hold: bool, person: str, complete: bool, yes: bool,
    template: bool, number: int | None, organisation: str | None,
) -> None:  # fmt: skip
    """Load people, trips or sites from a CSV file, a calendar or a booking mail: all or nothing, every bad line named."""
    set_up_django()
    from django.db import transaction

    from tocsin.clock import now
    from tocsin.delivery.late import enqueue_late
    from tocsin.exposure.columns import TABLES, What
    from tocsin.exposure.columns import template as template_of
    from tocsin.exposure.importing import describe, load

    if number is not None:
        click.echo(_undo(number, organisation))
        return
    if what is None or (file is None and not template):
        raise click.UsageError("Say what to load and from which file: tocsin import trips trips.csv")
    if template:
        if What(what) not in TABLES:
            raise click.UsageError("There are templates for people, trips and sites.")
        click.echo(template_of(What(what)), nl=False)
        return
    assert file is not None
    chosen = _organisation(organisation)
    # A list of people that is complete is loaded together with letting go of the others.
    with transaction.atomic() if complete else nullcontext():
        outcome = load(
            what, file.read_bytes(), organisation=chosen, file_name=file.name, skip_bad=skip_bad, hold=hold,
            person=person, now=now(), tell=lambda exposures: enqueue_late(exposures, now=now()),
        )  # fmt: skip
        left = _let_go(file, chosen, sure=yes) if complete and what == "people" and outcome.is_loaded else []
    click.echo(describe(outcome))
    if left:
        click.echo(f"Marked as left: {', '.join(left)}.")
    sys.exit(0 if outcome.is_loaded else 1)


def _let_go(file: Path, organisation: Any, *, sure: bool) -> list[str]:
    from tocsin.clock import now
    from tocsin.exposure.columns import What, columns_of
    from tocsin.exposure.errors import TooManyLeave
    from tocsin.exposure.syncing import let_go_of_others
    from tocsin.exposure.tables import read_table

    keys = {row["key"] for row in read_table(file.read_bytes(), columns_of(What.PEOPLE)).rows}
    try:
        gone = let_go_of_others(organisation, keys, actor="command line", now=now(), sure=sure)
    except TooManyLeave as error:
        raise click.ClickException(f"{error} Add --yes.") from error
    return [person.key for person in gone]


def _undo(number: int, organisation: str | None) -> str:
    from django.db import transaction

    from tocsin.clock import now
    from tocsin.delivery.late import enqueue_late
    from tocsin.exposure.errors import CannotUndo
    from tocsin.exposure.models import Import
    from tocsin.exposure.undoing import undo

    record = Import.objects.filter(pk=number, organisation=_organisation(organisation)).first()
    if record is None:
        raise click.ClickException(f"There is no import with the number {number}.")
    try:
        with transaction.atomic():
            done = undo(record, actor="command line", now=now())
            enqueue_late(done.exposures, now=now())
    except CannotUndo as error:
        raise click.ClickException(str(error)) from error
    return done.text()


@tocsin.command()
def purge() -> None:
    """Remove trips that are older than each organisation keeps them, and say what went."""
    set_up_django()
    from tocsin.clock import now
    from tocsin.exposure.purging import purge_all

    for one, purged in purge_all(now=now()):
        click.echo(f"{one}: {purged.text()}")


@tocsin.command()
@click.argument("person")
@click.argument("alert")
@click.option("--organisation", help="The slug of the organisation, where there are several.")
def why(person: str, alert: str, organisation: str | None) -> None:
    """Say why PERSON (key or name) is in the way of ALERT (reference or slug), or which rule let them go."""
    set_up_django()
    from tocsin.clock import now
    from tocsin.exposure.errors import ExposureError
    from tocsin.exposure.reasons import explain_text

    try:
        click.echo(explain_text(person, alert, organisation=_organisation(organisation), now=now()))
    except ExposureError as error:
        raise click.ClickException(str(error)) from error


@tocsin.group()
def user() -> None:
    """Accounts of those who work at the desk."""


@user.command("add")
@click.argument("email")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="reader, analyst, approver, people-manager, administrator",
)
@click.option(
    "--organisation", help="The slug of the organisation; a new one is made with --organisation-name."
)
@click.option("--organisation-name", help="Make this organisation first.")
@click.password_option(help="Twelve characters or more.")
def user_add(
    email: str,
    name: str,
    roles: tuple[str, ...],
    organisation: str | None,
    organisation_name: str | None,
    password: str,
) -> None:
    """Add somebody to the desk."""
    set_up_django()
    from tocsin.accounts.people import add_user
    from tocsin.clock import now

    with _refusals():
        made = add_user(
            email,
            name,
            roles=roles,
            slug=organisation,
            organisation_name=organisation_name,
            password=password,
            now=now(),
        )
    click.echo(f"{made} may now sign in as {made.email}.")


@user.command("list")
def user_list() -> None:
    """List who may sign in, with their roles."""
    set_up_django()
    from tocsin.accounts.models import User

    for one in User.objects.prefetch_related("memberships__organisation").order_by("email"):
        roles = ", ".join(f"{row.role} at {row.organisation.slug}" for row in one.memberships.all())
        click.echo(f"{one.email}  {one.name}  {roles}{'' if one.is_active else '  (closed)'}")


@user.command("password")
@click.argument("email")
@click.password_option(help="Twelve characters or more.")
def user_password(email: str, password: str) -> None:
    """Give somebody a new password."""
    set_up_django()
    from tocsin.accounts.people import set_password
    from tocsin.clock import now

    with _refusals():
        click.echo(f"{set_password(email, password, now=now())} has a new password.")


@user.command("close")
@click.argument("email")
def user_close(email: str) -> None:
    """Close somebody's account; what they did stays under their name."""
    set_up_django()
    from tocsin.accounts.people import deactivate
    from tocsin.clock import now

    with _refusals():
        click.echo(f"{deactivate(email, now=now())} can no longer sign in.")


@tocsin.group()
def organisation() -> None:
    """The desk itself."""


@organisation.command("set")
@click.option("--organisation", "slug", help="The slug of the organisation, where there are several.")
@click.option("--name", help="What readers see as the publisher.")
@click.option("--sender", help="CAP sender: by convention a domain name of yours. Later editions carry it.")
@click.option("--lone-duty/--four-eyes", default=None, help="Whether a desk of one may approve its own text.")
@click.option(
    "--answer-hours", type=click.IntRange(1, 2000), help="How long an answer link works after the expiry."
)
@click.option(
    "--keep-trips-days", type=click.IntRange(1, 3650), help="Trips are removed so many days after their end."
)
def organisation_set(slug: str | None, **given: str | int | bool | None) -> None:
    """Set the desk up; what is not named stays as it is. Each change is in the audit log."""
    set_up_django()
    from tocsin.accounts.people import set_up_organisation
    from tocsin.clock import now

    wanted = {key: value for key, value in given.items() if value is not None}
    with _refusals():
        made = set_up_organisation(_organisation(slug), now=now(), **wanted)
    duty = "lone duty" if made.lone_duty else "four eyes"
    click.echo(
        f"{made.name} ({made.slug}): sender {made.sender}, {duty}, answers for {made.answer_hours} hours, "
        f"trips kept for {made.keep_trips_days} days after their end"
    )


@tocsin.group()
def token() -> None:
    """Keys to the API."""


@token.command("add")
@click.argument("name")
@click.argument("scopes", nargs=-1, required=True)
@click.option("--organisation", help="The slug of the organisation, where there are several.")
def token_add(name: str, scopes: tuple[str, ...], organisation: str | None) -> None:
    """Make a token with SCOPES, as reports:write; it is shown once."""
    set_up_django()
    from tocsin.accounts.tokens import Scope, make_token
    from tocsin.clock import now

    known = {scope.value for scope in Scope}
    unknown = [scope for scope in scopes if scope not in known]
    if unknown:
        raise click.ClickException(f"Unknown scope {unknown[0]!r}. Scopes: {', '.join(sorted(known))}.")
    _, secret = make_token(_organisation(organisation), name, [Scope(scope) for scope in scopes], now=now())
    click.echo(secret)


@token.command("revoke")
@click.argument("prefix")
def token_revoke(prefix: str) -> None:
    """Revoke the token that begins with PREFIX; it stops working at once."""
    set_up_django()
    from tocsin.accounts.models import ApiToken
    from tocsin.accounts.tokens import revoke_token
    from tocsin.clock import now

    found = list(ApiToken.objects.filter(prefix__startswith=prefix[:12], revoked_at__isnull=True)[:2])
    if len(found) != 1:
        raise click.ClickException(
            f"{prefix!r} begins {'several tokens' if found else 'no token'} that still work."
        )
    click.echo(f"Revoked {revoke_token(found[0], now=now())}.")


@contextmanager
def _refusals() -> Iterator[None]:
    from tocsin.accounts.errors import AccountsError

    try:
        yield
    except AccountsError as error:
        raise click.ClickException(str(error)) from error


def _organisation(slug: str | None) -> Any:
    from tocsin.accounts.models import Organisation

    found = list(Organisation.objects.filter(slug=slug) if slug else Organisation.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    known = (
        ", ".join(Organisation.objects.values_list("slug", flat=True))
        or "none yet: `tocsin user add` makes one"
    )
    raise click.ClickException(f"Name one organisation with --organisation. Known: {known}.")


def _content(what: str) -> bytes | str:
    from tocsin.reading import MOST_BYTES

    if what == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if what.startswith(("http://", "https://")):
        set_up_django()
        from django.conf import settings

        from tocsin.sources.errors import SourcesError
        from tocsin.sources.fetching import fetch
        from tocsin.sources.wording import decoded

        try:
            fetched = fetch(what, private_hosts=settings.TOCSIN_PRIVATE_HOSTS)
            # Only the server knows the letters of a text that does not name them itself.
            is_text = fetched.charset and fetched.content_type.startswith("text/")
            return decoded(fetched.body, fetched.charset)[0] if is_text else fetched.body
        except SourcesError as error:
            raise click.ClickException(str(error)) from error
    path = Path(what)
    if not path.is_file():
        raise click.ClickException(
            f"{what}: there is no such file. Name a file, an http(s) address, or - for standard input."
        )
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise click.ClickException(
            f"--published {text!r} is no time. Write it as 2017-07-15T17:12Z."
        ) from error
    if moment.tzinfo is None:
        raise click.ClickException(
            f"--published {text!r} has no zone. Add Z for UTC, or an offset as +01:00."
        )
    return moment.astimezone(UTC)


def main() -> None:
    """Run the command line."""
    tocsin()
