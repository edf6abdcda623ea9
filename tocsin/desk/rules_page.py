"""The page of standing rules: what each lets out, who answers for it, what it did; and the form that writes one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.accounts.access import Access
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act
from tocsin.alerts.models import LEVELS, RuleUse, StandingRule
from tocsin.alerts.rule_verdicts import GRADE
from tocsin.alerts.standing_rules import RuleWanted, write_rule
from tocsin.desk.desk_form import DeskForm
from tocsin.desk.names import HAZARD_CHOICES
from tocsin.exposure.zones import country_wording
from tocsin.geo import gazetteer
from tocsin.grading import Level
from tocsin.reading import hazard
from tocsin.sources.models import Source
from tocsin.wording import translated

_MOST_USES = 30


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: its level, what it is for in words, its last uses, and what the reader may do with it."""

    rule: StandingRule
    level: Level
    hazards: str
    countries: str
    uses: tuple[RuleUse, ...]
    may_approve: bool
    may_end: bool

    @property
    def fingerprint(self) -> str:
        """The certificate's SHA-256 in groups of four, as it is read out by telephone."""
        digits = self.rule.fingerprint
        return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))

    @property
    def state(self) -> str:
        """Where it stands, in one word."""
        if self.rule.ended_at is not None:
            return _("no longer in force")
        return _("in force") if self.rule.is_in_force else _("waits for approval")


def rule_rows(access: Access) -> list[RuleRow]:
    """Return the rules of the reader's desk: what waits and what is in force first, the newest of them first."""
    found = StandingRule.objects.filter(organisation=access.organisation).select_related("source")
    ordered = sorted(found, key=lambda rule: (rule.ended_at is not None, -rule.pk))
    return [_row(rule, access) for rule in ordered]


def _row(rule: StandingRule, access: Access) -> RuleRow:
    uses = rule.uses.select_related("report", "draft__alert", "draft__edition").order_by("-at", "-pk")[
        :_MOST_USES
    ]
    is_own = access.user is not None and access.user.pk == rule.written_by_id
    is_open = rule.ended_at is None
    return RuleRow(
        rule=rule,
        level=Level.from_word(rule.highest),
        hazards=", ".join(_(hazard(code).name) for code in rule.hazards) or _("every hazard"),
        countries=", ".join(translated(country_wording(code)) for code in rule.countries)
        or _("every country"),
        uses=tuple(uses),
        may_approve=is_open and rule.approved_at is None and not is_own and access.may(Act.APPROVE_DRAFT),
        may_end=is_open and access.may(Act.WRITE_DRAFT),
    )


class RuleForm(DeskForm):
    """What a standing rule lets out."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    reason = forms.CharField(
        label=gettext_lazy("Why does the desk trust this authority with it?"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    source = forms.ModelChoiceField(
        label=gettext_lazy("Source"),
        queryset=Source.objects.none(),
        help_text=gettext_lazy("Only CAP sources of authorities graded A."),
    )
    sender = forms.CharField(
        label=gettext_lazy("CAP sender"), max_length=300,
        help_text=gettext_lazy("As it stands in the authority's messages, letter by letter."),
    )  # fmt: skip
    certificate = forms.CharField(
        label=gettext_lazy("The authority's certificate (PEM)"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Get it from the authority itself, and compare its fingerprint by telephone. One inside a message is never trusted."
        ),
    )
    hazards = forms.MultipleChoiceField(
        label=gettext_lazy("Hazards"), required=False, choices=HAZARD_CHOICES,
        help_text=gettext_lazy("None chosen: every hazard."),
    )  # fmt: skip
    countries = forms.CharField(
        label=gettext_lazy("Countries"), required=False, max_length=800,
        help_text=gettext_lazy("Codes, as MA KE. Empty: everywhere."),
    )  # fmt: skip
    highest = forms.ChoiceField(
        label=gettext_lazy("Up to level"),
        choices=[(word, gettext_lazy(word)) for word in LEVELS],
        initial="Warning",
    )
    most_per_hour = forms.IntegerField(
        label=gettext_lazy("At most, in an hour"), min_value=1, max_value=60, initial=3,
        help_text=gettext_lazy("What comes beyond that waits for a person."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = Source.objects.filter(
            organisation=organisation, kind=Source.Kind.CAP, grade=GRADE, is_authority=True
        ).order_by("name")
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]

    def clean_countries(self) -> list[str]:
        """Return the codes; an error that names those that are no country's."""
        codes = self.cleaned_data["countries"].replace(",", " ").upper().split()
        unknown = _unknown(codes)
        if unknown:
            raise forms.ValidationError(
                _("No country has the code %(codes)s; write two letters (ISO 3166-1), as KE.")
                % {"codes": ", ".join(unknown)}
            )
        return codes


def _unknown(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if gazetteer().country(code) is None]


def write(values: dict[str, Any], organisation: Organisation, *, author: User, now: datetime) -> StandingRule:
    """Keep the form's rule, which waits for another person. Raises RuleInvalid, NotAllowed."""
    wanted = RuleWanted(**{**values, "highest": Level.from_word(values["highest"])})
    return write_rule(organisation, wanted, author=author, now=now)
