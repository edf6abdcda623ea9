"""The task of django-tasks: a module of its own, because it is found by its path once Django is ready."""

from __future__ import annotations

from django_tasks import task


@task()
def send(number: int) -> None:
    """Send one mail."""
    from delivery_peer_mail import send as send_mail

    send_mail(number)
