"""The mail that a peer's worker sends: Tocsin's own bytes, over a conversation that stays open in each thread."""

from __future__ import annotations

import os
import smtplib
import threading
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from delivery_world import why
from django.conf import settings
from django.core.signing import Signer

from tocsin.delivery.bulletin import Bulletin
from tocsin.delivery.links import PAGE, SALT
from tocsin.delivery.mail import mail
from tocsin.delivery.messages import Letter
from tocsin.grading import Level

_SENDER = "alerts@desk.example"
_own = threading.local()


@cache
def _bulletin() -> Bulletin:
    """What everybody is told: the same words as in the world that Tocsin's own runs are filled with."""
    now = datetime.now(UTC)
    return Bulletin(
        identifier="desk.example-2017-0001-1", reference="2017-0001", message_type="Alert", level=Level.WARNING,
        title="Kenya: Teachers plan march through central Nairobi", country="KE", language="en",
        summary="A march is planned for Tuesday, and clashes are possible.",
        acts=("Stay away from the city centre.", "Leave at once if a crowd gathers."), news="", sent=now, onset=now,
        expires=now + timedelta(hours=24), time_zone="Africa/Nairobi", organisation="Harbour Relief",
        page=f"{settings.TOCSIN_PUBLIC_ADDRESS}/alerts/kenya-march/", asks_for_answer=True,
    )  # fmt: skip


def letter(number: int) -> Letter:
    """Return one person's letter, with a signed link of the same length as Tocsin's."""
    token = Signer(salt=SALT).sign(f"1-{number}-1c9xyz-ab12")
    return Letter(
        message_id=f"bench-{number}", address=f"p{number}@field.example", secret="", name=f"Person {number}",
        language="en", why=why(number), answer=f"{settings.TOCSIN_PUBLIC_ADDRESS}/{PAGE.format(token=token)}", thread=(),
        bulletin=_bulletin(), at=datetime.now(UTC),
    )  # fmt: skip


def send(number: int) -> None:
    """Hand one mail over; a conversation that broke is begun anew once."""
    one = letter(number)
    data = mail(one, sender=_SENDER, recipient=one.address)
    try:
        _conversation().sendmail(_SENDER, [one.address], data)
    except smtplib.SMTPServerDisconnected:
        _own.pid = 0
        _conversation().sendmail(_SENDER, [one.address], data)


def _conversation() -> smtplib.SMTP:
    # A process that was forked begins its own.
    if getattr(_own, "pid", 0) != os.getpid():
        server = urlsplit(os.environ["TOCSIN_SMTP_ADDRESS"])
        _own.conversation, _own.pid = smtplib.SMTP(str(server.hostname), server.port or 25), os.getpid()
    return _own.conversation  # type: ignore[no-any-return]
