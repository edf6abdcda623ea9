"""The forms by which a source is added and changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tocsin.desk.desk_form import DeskForm
from tocsin.grading import Reliability
from tocsin.sources.errors import SourcesError
from tocsin.sources.files import path_of
from tocsin.sources.gathering import POLLED_KINDS
from tocsin.sources.models import Source

_GRADES = [(grade.value, format_lazy("{}: {}", grade.value, _(grade.words))) for grade in Reliability]


class SourceForm(DeskForm):
    """What may be said of every source."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As it is cited in alerts."))
    grade = forms.ChoiceField(
        label=_("Grade (Admiralty code)"),
        choices=_GRADES,
        initial="F",
        help_text=_("How often it was right so far."),
    )
    is_authority = forms.BooleanField(
        label=_("It is an authority: its word alone may carry a Critical"), required=False
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country it mostly writes about"),
        required=False,
        help_text=_("Two letters, as MA; helps to tell places of one name apart."),
    )
    language = forms.RegexField(
        r"^[a-z]{2,3}$", label=_("Language"), required=False, help_text=_("As a code: en, fr, ar.")
    )
    enabled = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def clean_country(self) -> str:
        """Return the code in capitals."""
        return str(self.cleaned_data["country"]).upper()


class PolledSourceForm(SourceForm):
    """What may be said of a source that is fetched from. `may_read_files` is for administrators only."""

    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_(
            "https://... of the feed, the CAP index or the page; for a folder its path on this machine."
        ),
    )
    interval_seconds = forms.IntegerField(
        label=_("Look every (seconds)"), min_value=30, max_value=7 * 86400, initial=300
    )
    silent_after_hours = forms.IntegerField(
        label=_("Silent after (hours)"),
        min_value=1,
        max_value=24 * 366,
        required=False,
        help_text=_(
            "Without a new item for so long it is shown as silent. Empty: the usual time of its kind."
        ),
    )
    private_hosts = forms.CharField(
        label=_("Private hosts it may be fetched from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, as reports.office.lan; only for a source inside your own network."),
    )

    field_order = ("kind", "name", "address", "grade", "is_authority", "interval_seconds")

    def __init__(self, *args: Any, kind: str = "", may_read_files: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind, self._may_read_files = kind, may_read_files

    def clean_private_hosts(self) -> list[str]:
        """Return the hosts, one an entry."""
        return self.cleaned_data["private_hosts"].replace(",", " ").split()

    def clean_address(self) -> str:
        """Return the address; an error where its form does not fit, or where it names what must not be read."""
        address = str(self.cleaned_data["address"]).strip()
        kind = self._kind or self.data.get("kind", "")
        is_file = kind == Source.Kind.FOLDER or address.lower().startswith("file:")
        if not is_file and not address.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("Write the whole address, as https://news.example.org/rss.xml."))
        if is_file and "address" in self.changed_data:
            self._check_path(address)
        return address

    def _check_path(self, address: str) -> None:
        if not self._may_read_files:
            raise forms.ValidationError(
                _("Files and folders of this machine may be named by an administrator only; ask one.")
            )
        try:
            path = path_of(address).resolve()
        except (SourcesError, OSError, ValueError) as error:
            raise forms.ValidationError(str(error)) from error
        if path.is_relative_to(Path(settings.TOCSIN_HOME).resolve()):
            raise forms.ValidationError(
                _("This lies in Tocsin's own folder, where its keys are; name another folder.")
            )


class NewSourceForm(PolledSourceForm):
    """A source to be added."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind, Source.Kind(kind).label) for kind in POLLED_KINDS], initial="feed"
    )


def initial_of(source: Source) -> dict[str, Any]:
    """Return what stands in the form of a source that is there."""
    names = ("name", "grade", "is_authority", "country", "language", "enabled", "address", "interval_seconds")
    values = {name: getattr(source, name) for name in (*names, "silent_after_hours")}
    return values | {"private_hosts": "\n".join(source.private_hosts)}
