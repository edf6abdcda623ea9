"""`tocsin cap`: check messages, verify signatures, say what a folder of them holds."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click


@click.group()
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
