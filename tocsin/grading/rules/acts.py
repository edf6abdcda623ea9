"""Rules about the advice."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.grading.alert_text import Act, MessageType
from tocsin.grading.errors import NoRoomError
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.playbooks import imperative_verbs
from tocsin.grading.rule import Breach, Example, Subject, rule, shortened
from tocsin.grading.short_form import first_act, short_form
from tocsin.grading.translation import gettext_noop

# As long as a signed answer link is: what the short form has to leave room for.
_LINK_LENGTH = 60

_LONG_ACT = "Stay away from the marches, the squares, the parks and the main roads that lead to them from north, south and west."


def begins_with_a_verb(text: str) -> bool:
    """Tell whether an English sentence begins with a verb that tells the reader what to do."""
    words = [word.strip("'\"“”‘’(),;:.!").lower() for word in text.split()]
    if not words:
        return False
    if words[0] in ("don't", "don’t", "never", "always") or words[:2] == ["do", "not"]:
        return len(words) > 1
    return words[0] in imperative_verbs()


@rule(
    "no-act",
    FindingSeverity.BLOCKS,
    gettext_noop("The advice tells the reader at least one thing to do."),
    fails=Example("Advice: (empty)", {"advice": ()}),
    passes=Example("Advice: Plan routes that pass around the city centre."),
)
def no_act(subject: Subject) -> Iterator[Breach]:
    """Look for an act; an all-clear needs none."""
    if subject.text.message_type is MessageType.CANCEL:
        return
    if not any(act.text.strip() for act in subject.text.advice):
        yield Breach(
            "advice", gettext_noop("The advice holds no act. Tell the reader what to do, most urgent first.")
        )


@rule(
    "act-without-verb",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("Each act of the advice begins with a verb."),
    fails=Example(
        "Travellers are advised to be careful.",
        {"advice": (Act("Travellers are advised to be careful.", 1),)},
    ),
    passes=Example("Plan routes that pass around the city centre."),
)
def act_without_verb(subject: Subject) -> Iterator[Breach]:
    """Look at the first word of each act in English."""
    if subject.text.language.split("-")[0].lower() != "en":
        return
    for position, act in enumerate(subject.text.advice):
        if act.text.strip() and not begins_with_a_verb(act.text):
            yield Breach(
                "advice",
                gettext_noop(
                    "'%(act)s' does not begin with a verb. Begin with what to do: Avoid, Leave, Keep ..."
                ),
                {"act": shortened(act.text)},
                position,
            )


@rule(
    "first-act-too-long",
    FindingSeverity.ADVICE,
    gettext_noop("The first act fits the short form of 160 characters whole."),
    fails=Example(_LONG_ACT, {"advice": (Act(_LONG_ACT, 1),)}),
    passes=Example("Plan routes that pass around the city centre."),
)
def first_act_too_long(subject: Subject) -> Iterator[Breach]:
    """Make the short form with a link of the usual length and look for the act in it."""
    if subject.text.message_type is MessageType.CANCEL:
        return
    act = first_act(subject.text)
    try:
        fits = act in short_form(subject.text, "x" * _LINK_LENGTH)
    except NoRoomError:
        fits = False
    if not fits:
        yield Breach(
            "advice",
            gettext_noop(
                "The first act has %(length)s characters and is cut in an SMS. Write a shorter one first."
            ),
            {"length": len(act)},
            0,
        )


RULES = (no_act, act_without_verb, first_act_too_long)
