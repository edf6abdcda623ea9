"""`tocsin user`, `tocsin organisation` and `tocsin token`: who may do what."""

from __future__ import annotations

import click

from tocsin.verbs.instance import organisation_named, refusals, set_up


@click.group()
def user() -> None:
    """Accounts of those who work at the desk."""


@user.command("add")
@click.argument("email")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="reader, analyst, approver, people-manager, administrator",
)
@click.option(
    "--organisation", help="The slug of the organisation; a new one is made with --organisation-name."
)
@click.option("--organisation-name", help="Make this organisation first.")
@click.password_option(help="Twelve characters or more.")
def user_add(
    email: str,
    name: str,
    roles: tuple[str, ...],
    organisation: str | None,
    organisation_name: str | None,
    password: str,
) -> None:
    """Add somebody to the desk."""
    set_up()
    from tocsin.accounts.people import add_user
    from tocsin.clock import now

    with refusals():
        made = add_user(
            email,
            name,
            roles=roles,
            slug=organisation,
            organisation_name=organisation_name,
            password=password,
            now=now(),
        )
    click.echo(f"{made} may now sign in as {made.email}.")


@user.command("list")
def user_list() -> None:
    """List who may sign in, with their roles."""
    set_up()
    from tocsin.accounts.models import User

    for one in User.objects.prefetch_related("memberships__organisation").order_by("email"):
        roles = ", ".join(f"{row.role} at {row.organisation.slug}" for row in one.memberships.all())
        click.echo(f"{one.email}  {one.name}  {roles}{'' if one.is_active else '  (closed)'}")


@user.command("password")
@click.argument("email")
@click.password_option(help="Twelve characters or more.")
def user_password(email: str, password: str) -> None:
    """Give somebody a new password."""
    set_up()
    from tocsin.accounts.people import set_password
    from tocsin.clock import now

    with refusals():
        click.echo(f"{set_password(email, password, now=now())} has a new password.")


@user.command("close")
@click.argument("email")
def user_close(email: str) -> None:
    """Close somebody's account; what they did stays under their name."""
    set_up()
    from tocsin.accounts.people import deactivate
    from tocsin.clock import now

    with refusals():
        click.echo(f"{deactivate(email, now=now())} can no longer sign in.")


@click.group()
def organisation() -> None:
    """The desk itself."""


@organisation.command("set")
@click.option("--organisation", "slug", help="The slug of the organisation, where there are several.")
@click.option("--name", help="What readers see as the publisher.")
@click.option("--sender", help="CAP sender: by convention a domain name of yours. Later editions carry it.")
@click.option("--lone-duty/--four-eyes", default=None, help="Whether a desk of one may approve its own text.")
@click.option(
    "--answer-hours", type=click.IntRange(1, 2000), help="How long an answer link works after the expiry."
)
@click.option(
    "--keep-trips-days", type=click.IntRange(1, 3650), help="Trips are removed so many days after their end."
)
def organisation_set(slug: str | None, **given: str | int | bool | None) -> None:
    """Set the desk up; what is not named stays as it is. Each change is in the audit log."""
    set_up()
    from tocsin.accounts.people import set_up_organisation
    from tocsin.clock import now

    wanted = {key: value for key, value in given.items() if value is not None}
    with refusals():
        made = set_up_organisation(organisation_named(slug), now=now(), **wanted)
    duty = "lone duty" if made.lone_duty else "four eyes"
    click.echo(
        f"{made.name} ({made.slug}): sender {made.sender}, {duty}, answers for {made.answer_hours} hours, "
        f"trips kept for {made.keep_trips_days} days after their end"
    )


@click.group()
def token() -> None:
    """Keys to the API."""


@token.command("add")
@click.argument("name")
@click.argument("scopes", nargs=-1, required=True)
@click.option("--organisation", help="The slug of the organisation, where there are several.")
def token_add(name: str, scopes: tuple[str, ...], organisation: str | None) -> None:
    """Make a token with SCOPES, as reports:write; it is shown once."""
    set_up()
    from tocsin.accounts.tokens import Scope, make_token
    from tocsin.clock import now

    known = {scope.value for scope in Scope}
    unknown = [scope for scope in scopes if scope not in known]
    if unknown:
        raise click.ClickException(f"Unknown scope {unknown[0]!r}. Scopes: {', '.join(sorted(known))}.")
    _, secret = make_token(
        organisation_named(organisation), name, [Scope(scope) for scope in scopes], now=now()
    )
    click.echo(secret)


@token.command("revoke")
@click.argument("prefix")
def token_revoke(prefix: str) -> None:
    """Revoke the token that begins with PREFIX; it stops working at once."""
    set_up()
    from tocsin.accounts.models import ApiToken
    from tocsin.accounts.tokens import revoke_token
    from tocsin.clock import now

    found = list(ApiToken.objects.filter(prefix__startswith=prefix[:12], revoked_at__isnull=True)[:2])
    if len(found) != 1:
        raise click.ClickException(
            f"{prefix!r} begins {'several tokens' if found else 'no token'} that still work."
        )
    click.echo(f"Revoked {revoke_token(found[0], now=now())}.")
