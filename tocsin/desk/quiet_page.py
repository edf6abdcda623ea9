"""The page of what keeps messages quiet, by level, and the form that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from tocsin.accounts.models import Organisation, User
from tocsin.delivery.models import QuietPolicy
from tocsin.delivery.quiet import DIGEST_FROM, DIGEST_HOURS, Hours, Setting
from tocsin.delivery.quiet_settings import LEVELS, quiet_setting, set_quiet
from tocsin.desk.desk_form import DeskForm
from tocsin.grading import Level

#: What a sentence of the page takes for an example, where the quiet hours hold it.
_LATE = time(23, 10)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: what is set for it, the sentences that say what that means, and the desk's own row where it has one."""

    level: Level
    setting: Setting | None
    examples: tuple[str, ...]
    own: QuietPolicy | None

    @property
    def digest_times(self) -> str:
        """When digests come on the recipient's clock: '08:00, 20:00'; '' without any."""
        every = self.setting.digest_hours if self.setting else 0
        return digest_times(every) if every else ""


def quiet_page(organisation: Organisation) -> tuple[LevelRow, ...]:
    """Return what is set at `organisation` by level, the highest first; nothing can be set for Critical."""
    own = {row.level: row for row in QuietPolicy.objects.filter(organisation=organisation)}
    return tuple(_row(organisation, level, own.get(level.word)) for level in sorted(Level, reverse=True))


def _row(organisation: Organisation, level: Level, own: QuietPolicy | None) -> LevelRow:
    if level.word not in LEVELS:
        return LevelRow(level, None, (_("Critical goes out at once, whatever is set or muted."),), None)
    setting = quiet_setting(organisation, level.word)
    return LevelRow(level, setting, tuple(examples(level.word, setting)), own)


def examples(level: str, setting: Setting) -> Iterator[str]:
    """Yield what `setting` means for a message of `level`, in sentences with an example."""
    word = _(level)
    if setting.digest_hours:
        values = {"level": word, "times": digest_times(setting.digest_hours)}
        yield _("%(level)s waits for the next digest, at %(times)s where the person is.") % values
    if setting.hours:
        late = _LATE if setting.hours.hold(_LATE) else setting.hours.begins
        values = {"level": word, "at": f"{late:%H:%M}", "until": f"{setting.hours.ends:%H:%M}"}
        if setting.digest_hours:
            yield _("A digest that falls into the quiet hours comes at their end, %(until)s.") % values
        else:
            yield _("%(level)s at %(at)s in Nairobi waits until %(until)s there.") % values
    if not setting.waits:
        yield _("%(level)s goes out at once, day and night.") % {"level": word}
    if setting.is_covered:
        yield _("%(level)s for Nairobi is not sent to whoever was sent the same for all of Kenya.") % {
            "level": word
        }


def digest_times(every: int) -> str:
    """Return the clock times of a digest every so many hours: '08:00, 20:00'."""
    return ", ".join(
        f"{hour:02}:00" for hour in sorted((DIGEST_FROM + ahead) % 24 for ahead in range(0, 24, every))
    )


class QuietForm(DeskForm):
    """What holds messages of one level back."""

    is_covered = forms.BooleanField(
        label=gettext_lazy("A wider alert in force covers narrower ones of this level"),
        help_text=gettext_lazy(
            "Same hazard, same country or wider, no lower level: whoever was sent the wider alert is not sent the narrower."
        ),
        required=False,
    )
    begins = forms.TimeField(
        label=gettext_lazy("Quiet hours from"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    ends = forms.TimeField(
        label=gettext_lazy("Quiet hours until"),
        help_text=gettext_lazy(
            "On the clock of the place where each person is now. Leave both empty for none."
        ),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    digest_hours = forms.TypedChoiceField(
        label=gettext_lazy("Digest"),
        help_text=gettext_lazy("Several alerts for one person go out as one message."),
        coerce=int,
        choices=[
            (0, gettext_lazy("none: each alert is a message")),
            *((every, ngettext_lazy("every %d hour", "every %d hours") % every) for every in DIGEST_HOURS),
        ],
    )

    def clean(self) -> dict[str, Any]:
        """Refuse quiet hours of which only one end is given."""
        values = dict(super().clean() or {})
        if (values.get("begins") is None) != (values.get("ends") is None) and not self.errors:
            missing = "begins" if values.get("begins") is None else "ends"
            self.add_error(missing, ValidationError(_("Quiet hours need both: from and until.")))
        return values


def values_for(organisation: Organisation, level: str) -> dict[str, Any]:
    """Return what stands in the form of `level`."""
    setting = quiet_setting(organisation, level)
    hours = setting.hours
    return {
        "is_covered": setting.is_covered,
        "begins": hours.begins if hours else None,
        "ends": hours.ends if hours else None,
        "digest_hours": setting.digest_hours,
    }


def put_quiet(
    values: dict[str, Any], organisation: Organisation, level: str, *, actor: User, now: datetime
) -> QuietPolicy:
    """Keep the form's values for `level`. Raises PolicyImpossible."""
    begins, ends = values["begins"], values["ends"]
    hours = Hours(begins, ends) if begins is not None and ends is not None else None
    setting = Setting(values["is_covered"], hours, values["digest_hours"])
    return set_quiet(organisation, level, setting, actor=actor, now=now)


def may_wait(word: str) -> bool:
    """Tell whether there is a level of that word whose messages may be held back."""
    return word in LEVELS
