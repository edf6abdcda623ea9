"""`tocsin lint`: hold an alert text in a file to the desk's rules."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tocsin.grading import SourceText


@click.command()
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
