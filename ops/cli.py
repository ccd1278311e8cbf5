"""The outlet's command line (`flask …`). One line of trouble and exit 1 when something cannot be done."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial, wraps
from getpass import getpass, getuser
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError

from core import clock, setup
from core.area import registered
from core.chain import keys
from core.db import fetch_one, transaction
from core.db import outbox as outbox_jobs
from core.db.migrations import SchemaCommands
from core.errors import DomainError, Invalid
from core.people import people, second_factor, set_up_code, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from ops import books, leftovers, restore_marks, tls
from ops.papers import preview
from pos.models import Till
from suppliers.models import Producer

outlet = AppGroup("outlet", help="The outlet itself.")
people_group = AppGroup("people", help="Who signs in.")
tokens_group = AppGroup("tokens", help="Keys for programs.")
books_group = AppGroup("books", help="The ledgers.")
outbox = AppGroup("outbox", help="Waiting jobs.")
ROLES = click.Choice([role.value for role in Role])


def init_app(app: Flask) -> None:
    """Adds the commands."""
    for command in (
        outlet,
        people_group,
        tokens_group,
        books_group,
        outbox,
        SchemaCommands("db", help="Changes of the schema."),
        tls.group,
        preview.group,
        demo_command,
        simulate_command,
        backup,
        restore,
        export_command,
    ):
        app.cli.add_command(command)


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Turns a refusal into one line and exit 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except Invalid as error:
            fields = "; ".join(f"{field['field']}: {field['message']}" for field in error.errors)
            raise click.ClickException(fields) from error
        except DomainError as error:
            raise click.ClickException(error.detail) from error
        except OSError as error:
            raise click.ClickException(": ".join(map(str, filter(None, (error.filename, error.strerror or error))))) from error
        except (OperationalError, ProgrammingError) as error:
            reason = str(error.orig).splitlines()[0]
            raise click.ClickException(f"database: {reason} (has `flask db upgrade` been run?)") from error

    return run


def secret_option(name: str, about: str, *, required: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option for a secret; `-` reads it from a line of the input, where no list of processes shows it."""

    def from_input(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
        if value != "-":
            return value
        typed = sys.stdin.readline() if not sys.stdin.isatty() else getpass(f"{name.removeprefix('--')}: ")
        return typed.rstrip("\r\n")

    return click.option(name, required=required, callback=from_input, help=f"{about}; - reads it from the input")


@outlet.command("init")
@click.option("--name", required=True, help="what the outlet is called on receipts and statements")
@click.option("--manager", required=True, help="username of the first manager")
@secret_option("--password", "the manager's, 8 characters or more", required=True)
@plainly
def outlet_init(name: str, manager: str, password: str) -> None:
    """First set-up without the browser."""
    transaction(lambda: setup.first_run(name, manager, password))
    click.echo(f"{name}: {manager}")


@outlet.command("code")
@plainly
def outlet_code() -> None:
    """Prints the code that the first-run page asks for from another machine."""
    if setup.is_set_up():
        raise click.ClickException("this outlet is set up already; it asks no code")
    click.echo(set_up_code.set_up_code())


@people_group.command("add")
@click.option("--role", type=ROLES, required=True)
@click.option("--username", required=True, help="letters without accents, digits, . _ -")
@click.option("--name", required=True, help="what the person is called")
@secret_option("--password", "8 characters or more; without one only a PIN signs in")
@secret_option("--pin", "4 to 8 digits, a manager's 6 or more: changes the cashier and approves at a till")
@click.option("--producer", help="code; goes with the role producer, and only with it")
@plainly
def people_add(role: str, username: str, name: str, password: str | None, pin: str | None, producer: str | None) -> None:
    """Adds a person."""
    _check_producer(role, producer)
    transaction(lambda: people.add(username, name, Role(role), password=password, pin=pin, producer=producer, actor=SYSTEM))
    click.echo(username)


@people_group.command("remove-second-factor")
@click.argument("username")
@plainly
def people_remove_second_factor(username: str) -> None:
    """Lets a person sign in by password alone again, when phone and recovery codes are lost."""
    person = people.by_username(username)
    if person is None:
        raise click.ClickException(f"nobody is called {username}")
    transaction(lambda: second_factor.remove(person.id, SYSTEM))
    click.echo(username)


@tokens_group.command("issue")
@click.option("--role", type=ROLES, required=True)
@click.option("--username", help="the person the program acts as; without one it acts as itself")
@click.option("--till", help="code of the till whose catalogue it reads")
@click.option("--producer", help="code; goes with the role producer, and only with it")
@click.option(
    "--expires-on", type=click.DateTime(["%Y-%m-%d"]), help="the last day it works, as 2026-12-31; without one it does not end"
)
@click.option("--only", metavar="USE", help="narrows it to one use, such as bank-notices")
@plainly
def tokens_issue(
    role: str, username: str | None, till: str | None, producer: str | None, expires_on: datetime | None, only: str | None
) -> None:
    """Prints a new API token, once, as the last line."""
    if only is not None and only not in (uses := registered().token_uses):
        raise click.ClickException(f"--only is one of: {', '.join(sorted(uses))}")
    _check_producer(role, producer)
    if till is not None and fetch_one(select(Till.code).where(Till.code == till)) is None:
        raise click.ClickException(f"no till {till}")
    person = None
    if username is not None:
        person = people.by_username(username)
        if person is None:
            raise click.ClickException(f"nobody is called {username}")
        if person.role != role:
            raise click.ClickException(f"{username} is {person.role}, not {role}")
        if person.producer != producer:
            raise click.ClickException(f"{username} is of {person.producer}, not of {producer}")
    last_day = expires_on.date() if expires_on else None
    issue = partial(tokens.issue_token, Role(role), person, till, producer, SYSTEM, expires_on=last_day, only=only)
    click.echo(transaction(issue))


@tokens_group.command("list")
@plainly
def tokens_list() -> None:
    """Lists every token: id, role, for whom, made, last used, ends."""
    rows = [("id", "role", "for", "made", "last used", "ends")]
    for token in tokens.list_tokens():
        of = [
            token.username or "",
            token.producer or "",
            f"till {token.till}" if token.till else "",
            f"only {token.only}" if token.only else "",
        ]
        ends = token.ends.isoformat() if token.ends else "-"
        rows.append(
            (
                str(token.id),
                token.role.value,
                ", ".join(filter(None, of)) or "-",
                _minute(token.issued_at),
                _minute(token.last_used_at) if token.last_used_at else "never",
                f"revoked {_minute(token.revoked_at)}" if token.revoked_at else ends,
            )
        )
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _account() -> str:
    """Who runs the command, by the account of the machine."""
    try:
        return getuser()
    except (KeyError, OSError):  # a number without a name, as in a container
        return f"uid {os.getuid()}"


def _minute(moment: datetime) -> str:
    return clock.local(moment).isoformat(sep=" ", timespec="minutes")[:16]


@tokens_group.command("revoke")
@click.argument("token_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))
@plainly
def tokens_revoke(token_id: int) -> None:
    """Ends a token at once: who comes with it is a stranger."""
    transaction(lambda: tokens.revoke(token_id, SYSTEM))
    click.echo(f"{token_id} revoked")


def _check_producer(role: str, producer: str | None) -> None:
    if (role == Role.PRODUCER.value) != (producer is not None):
        raise click.ClickException("--producer goes with the role producer, and only with it")
    if producer is not None and fetch_one(select(Producer.code).where(Producer.code == producer)) is None:
        raise click.ClickException(f"no producer {producer}")


@books_group.command("check")
@click.option("--since", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="a kept head of the chain, as JSON")
@plainly
def books_check(since: Path | None) -> None:
    """Recomputes every balance from the ledgers and checks the chain; exit 1 listing each gap.

    With --since, today's chain must also go on from that head.
    """
    leftovers.clear(current_app.config["DATA_DIR"])
    gaps, summary = books.check(since)
    for gap in gaps:
        click.echo(gap)
    if gaps:
        raise SystemExit(1)
    click.echo(summary)


@outbox.command("run")
@click.option("--once", is_flag=True, help="stop when nothing is due")
@plainly
def outbox_run(once: bool) -> None:
    """Works waiting jobs, and what returns by the hour, outside the server."""
    if once:
        transaction(lambda: outbox_jobs.mend_times(timedelta()))
        outbox_jobs.run_hourly()
        done = 0
        while outbox_jobs.run_one():
            done += 1
        click.echo(f"{done} jobs")
        return
    workers = outbox_jobs.Workers(current_app._get_current_object())  # type: ignore[attr-defined]
    workers.start()
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        workers.stop()


@click.command("demo")
@with_appcontext
@plainly
def demo_command() -> None:
    """The demonstration outlet; refuses on a database with sales of its own."""
    from ops import demo

    for role, username, password, pin in demo.demo():
        click.echo(f"{role:12} {username:12} {password:16} PIN {pin or '-'}")


@click.command("simulate")
@click.option("--days", type=click.IntRange(1, 4000), required=True)
@click.option("--sales-per-day", type=click.IntRange(1, 100_000), required=True)
@click.option("--products", type=click.IntRange(1, 100_000), required=True)
@click.option("--producers", type=click.IntRange(1, 10_000), required=True)
@click.option("--seed", type=int, required=True, help="the same seed gives the same history")
@with_appcontext
@plainly
def simulate_command(days: int, sales_per_day: int, products: int, producers: int, seed: int) -> None:
    """Synthetic history through the same rules and tables as real sales."""
    from ops.simulate import history as simulate

    click.echo(simulate.simulate(days, sales_per_day, products, producers, seed))


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="make none: restore FILE aside and check its books")
@with_appcontext
@plainly
def backup(file: Path, verify: bool) -> None:
    """Saves everything into one file while tills sell; with --verify restores such a file aside and checks its books."""
    from ops import archive

    if not verify:
        archive.make(file, _account())
        click.echo(f"signed with the key {keys.own().id}")
        click.echo(str(file))
        return
    verified = archive.verify(file)
    for gap in verified.gaps:
        click.echo(gap)
    if verified.gaps:
        raise SystemExit(1)
    signed = {
        "own": "signed by this outlet",
        "foreign": f"signed by another outlet with the key {keys.key_id(verified.public_key)}",
        "nobody": "not signed",
    }[verified.signer]
    click.echo(f"{file}: made {verified.made_at}, {signed}, {verified.rows} rows, books agree")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="overwrite a live outlet")
@click.option("--foreign", is_flag=True, help="over a live outlet, take a backup that this outlet did not sign")
@click.option("--with-gaps", is_flag=True, help="take a backup although its books do not agree; the mark names the gaps")
@with_appcontext
@plainly
def restore(file: Path, replace: bool, foreign: bool, with_gaps: bool) -> None:
    """Brings a backup back and leaves a mark; refuses to overwrite a live outlet without --replace.

    An empty data folder, such as that of a new machine, takes any backup and names the key that signed it. Every session ends;
    what was revoked or locked since the backup stays so.
    """
    from ops import archive

    mark = archive.restore(file, archive.Restoring(replace, foreign, with_gaps, _account()))
    for line in restore_marks.in_words(mark):
        click.echo(line)
    click.echo(str(file))


@click.command("export")
@click.argument("directory", type=click.Path(path_type=Path))
@with_appcontext
@plainly
def export_command(directory: Path) -> None:
    """Writes everything as CSV and JSON."""
    from ops import archive, export

    export.write(directory)
    archive.note_export(directory, _account())
    click.echo(str(directory))
