"""Finds the single times of a text: at each word that can begin one, the first rule that fits."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.reading.time_atoms import Atom, Context
from tocsin.reading.time_clocks import CLOCK_RULES
from tocsin.reading.time_days import DAY_RULES
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_periods import PERIOD_RULES
from tocsin.reading.time_relative import RELATIVE_RULES
from tocsin.reading.time_rules import Rule
from tocsin.reading.time_weekdays import WEEKDAY_RULES

# The first rule that fits a place wins.
_ALL_RULES = (*DAY_RULES, *PERIOD_RULES, *WEEKDAY_RULES, *RELATIVE_RULES, *CLOCK_RULES)


def _by_beginning() -> dict[str, tuple[tuple[re.Pattern[str], Rule], ...]]:
    table: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
    for beginnings, source, rule in _ALL_RULES:
        compiled = pattern(source)
        for letter in dict.fromkeys(kinds_of(beginnings)):
            table.setdefault(letter, []).append((compiled, rule))
    return {letter: tuple(rules) for letter, rules in table.items()}


_DOT = KIND["DOT"]
_RULES = _by_beginning()
_BEGINNING = re.compile(f"[{''.join(_RULES)}]")


def atoms(context: Context) -> list[Atom]:
    """Every single time of the row, none overlapping, in order; `context.found` holds them as well."""
    kinds, found = context.kinds, context.found
    at = 0
    while (begin := _BEGINNING.search(kinds, at)) is not None:
        at = begin.start()
        atom = _atom_at(context, at)
        if atom is None:
            at += 1
        else:
            atom = _without_full_stop(context, atom)
            found.append(atom)
            at = max(atom.after_item, at + 1)
    return found


def _without_full_stop(context: Context, atom: Atom) -> Atom:
    """The atom without the point behind a word that is no abbreviation."""
    last = atom.after_item - 1
    if last > atom.first_item and context.kinds[last] == _DOT:
        word = context.items[last - 1]
        if word.end - word.start > 4:
            return replace(atom, after_item=last)
    return atom


def _atom_at(context: Context, at: int) -> Atom | None:
    for rule, read in _RULES[context.kinds[at]]:
        match = rule.match(context.kinds, at)
        if match is None:
            continue
        try:
            atom = read(context, match)
        except (ValueError, OverflowError):
            continue  # A day that no calendar has (30 February) is no date; other rules may fit its words.
        if atom is not None:
            return atom
    return None
