"""The command line: every verb of Tocsin. Each imports what it needs when it is called, so that all start fast."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tocsin import __version__
from tocsin.verbs.accounts import organisation, token, user
from tocsin.verbs.cap import cap
from tocsin.verbs.instance import organisation_named, set_up
from tocsin.verbs.lint import lint

if TYPE_CHECKING:
    pass


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tocsin")
def tocsin() -> None:
    """Read what the world reports, ring the bell for the people in the way, listen for their answer."""


for verb in (lint, cap, user, organisation, token):
    tocsin.add_command(verb)


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


@tocsin.command("search-index")
def search_index() -> None:
    """Make the full-text index of the desk's search anew, from everything that is kept."""
    set_up()
    from tocsin.desk.search.indexing import catch_up, forget_all

    forget_all()
    count = 0
    while found := catch_up():
        count += found
    click.echo(f"{count} rows were looked at; the search knows everything again.")


# -- running --------------------------------------------------------------------------------------------------------


@tocsin.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the demo's own folder away and play the week again.")
def demo(host: str, port: int, fresh: bool) -> None:
    """Load the demo on first use and serve it, with a worker and a mailbox of its own."""
    from tocsin.demo.running import run_demo

    _require_port(host, port)
    run_demo(host=host, port=port, fresh=fresh)


@tocsin.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the pages and the API. Run `tocsin work` beside it."""
    from tocsin.project.doors import serve as serve_doors

    _require_port(host, port)
    click.echo(f"Serving on http://{host}:{port}/ (Ctrl-C stops)", err=True)
    serve_doors(host, port)


def _require_port(host: str, port: int) -> None:
    from tocsin.project.ports import PortRefusedError, require_free

    try:
        require_free(host, port)
    except PortRefusedError as error:
        raise click.ClickException(str(error)) from error


@tocsin.command()
@click.option(
    "--only",
    type=click.Choice(["intake", "delivery"]),
    help="Only poll and group (intake), or only everything else (delivery).",
)
def work(only: str | None) -> None:
    """Poll sources, group reports and send deliveries until stopped. Any number may run."""
    set_up()
    from tocsin.project.standby import stand_by
    from tocsin.project.worker import load
    from tocsin.project.worker import work as work_on

    load()
    sys.exit(stand_by(lambda: work_on(only=only or "")))


@tocsin.command()
@click.option("--index", is_flag=True, help="Make the index of stays anew as well.")
def migrate(index: bool) -> None:
    """Make or update the database's tables and put up its guards."""
    set_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    if index:
        from tocsin.exposure.index_check import rebuild

        rebuild()
        click.echo("The index of stays was made anew.")


@tocsin.command()
def check() -> None:
    """Verify the instance: settings, guards, audit log, stored documents. Exit code 1 where something is wrong."""
    set_up()
    from tocsin.project.checking import check_instance

    problems = check_instance()
    for line in problems or ["Everything checked is in order."]:
        click.echo(line)
    sys.exit(1 if problems else 0)


@tocsin.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Write database and keys to one file, TARGET, readable by its owner only."""
    set_up()
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
    set_up()
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
    set_up()
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
    set_up()
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
    chosen = organisation_named(organisation)
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

    record = Import.objects.filter(pk=number, organisation=organisation_named(organisation)).first()
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
    set_up()
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
    set_up()
    from tocsin.clock import now
    from tocsin.exposure.errors import ExposureError
    from tocsin.exposure.reasons import explain_text

    try:
        click.echo(explain_text(person, alert, organisation=organisation_named(organisation), now=now()))
    except ExposureError as error:
        raise click.ClickException(str(error)) from error


def _content(what: str) -> bytes | str:
    from tocsin.reading import MOST_BYTES

    if what == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if what.startswith(("http://", "https://")):
        set_up()
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
