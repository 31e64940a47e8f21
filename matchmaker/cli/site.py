"""What every command needs: the site around it, and a voice."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click
from flask import Flask
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from config import SettingsError
from matchmaker import schema
from matchmaker.app import create_app
from matchmaker.db import db
from matchmaker.errors import DomainError

ERR = Console(stderr=True)
OUT = Console()
BAD_INPUT = 2
NOT_CURRENT = "the database is not up to date: run `matchmaker db upgrade`"


def site() -> Flask:
    """Build the site, or end with what the settings lack."""
    try:
        return create_app()
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def open_site() -> Iterator[Flask]:
    """The site for a command; its connections are closed whatever happens."""
    app = site()
    with app.app_context(), app.test_request_context():
        try:
            yield app
        finally:
            db.session.close()
            db.engine.dispose()


def with_site(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the site; a refusal becomes a sentence and exit code 2."""

    @wraps(command)
    def inside(*args: Any, **kwargs: Any) -> Any:
        with open_site():
            if not schema.is_current(db.engine):
                raise click.UsageError(NOT_CURRENT)
            try:
                return command(*args, **kwargs)
            except DomainError as error:
                db.session.rollback()
                ERR.print(str(error.message), style="red", markup=False)
                sys.exit(BAD_INPUT)

    return inside


def progress_bar() -> Progress:
    """Give a progress bar that says what, how far and how long; quiet when nobody watches."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=ERR,
    )
