"""Commands that keep what is derived from the database, and what the site does on its own."""

import sys
from pathlib import Path

import click
from flask import current_app

from matchmaker import clock, schema
from matchmaker.api.operations.changes import begin_count_anew
from matchmaker.api.operations.open_data import FORMS, make_open_data
from matchmaker.backup.making import make_backup
from matchmaker.backup.manifest import BackupError
from matchmaker.backup.restoring import restore_backup
from matchmaker.cli.site import ERR, OUT, open_site, progress_bar, with_site
from matchmaker.db import Base, db
from matchmaker.discovery.operations import check_search, rebuild_search, repair_search
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.operations.arrays import match_arrays_fault, rebuild_match_arrays
from matchmaker.search.port import IndexBusyError
from matchmaker.staff.operations import retry_job, retry_jobs
from matchmaker.staff.queries import job_by_id, parked_jobs, waiting_jobs

DRIFTED = 1


@click.group()
def search() -> None:
    """Keep the keyword index."""


@search.command("rebuild")
@with_site
def search_rebuild() -> None:
    """Build the keyword index anew beside the old one, then switch."""
    with progress_bar() as progress:
        task = progress.add_task("search index", total=None)
        try:
            count = rebuild_search(lambda done: progress.update(task, completed=done))
        except (OSError, IndexBusyError) as error:
            raise click.ClickException(f"the search index stays as it was: {error}") from error
        progress.update(task, completed=count, total=count)
    OUT.print(f"search index: {count} documents")


@search.command("check")
@click.option("--repair", is_flag=True, help="Bring what differs up to date.")
@with_site
def search_check(*, repair: bool) -> None:
    """Compare the search index and the match arrays with the database.

    Ends with 0 where they agree or were repaired, with 1 where they differ. What the worker has yet
    to apply counts as a difference: let it finish first.
    """
    with progress_bar() as progress:
        task = progress.add_task("documents", total=None)
        drift = check_search(lambda done: progress.update(task, completed=done))
    if drift.is_unusable:
        OUT.print("search index: none that can be read")
    for name in ("missing", "surplus", "stale"):
        keys = sorted(getattr(drift, name))
        some = ", ".join(f"{kind}:{number}" for kind, number in keys[:10])
        if keys:
            OUT.print(f"search index: {len(keys)} {name}: {some}{' …' if len(keys) > 10 else ''}")  # noqa: PLR2004 - as many as a line holds
    fault = match_arrays_fault()
    if fault:
        OUT.print(f"match arrays: {fault}", markup=False)
    if not (drift or fault):
        OUT.print("search index and match arrays agree with the database")
        return
    if not repair:
        sys.exit(DRIFTED)
    try:
        if drift:
            repair_search(drift)
        if fault:
            rebuild_match_arrays()
    except (OSError, IndexBusyError) as error:
        raise click.ClickException(f"not repaired: {error}") from error
    OUT.print("repaired")


@click.group()
def jobs() -> None:
    """See what the worker gave up on and what waits for it; try again."""


@jobs.command("list")
@with_site
def jobs_list() -> None:
    """List parked rows of the outbox, then the oldest that wait; one a line."""
    for row in db.session.scalars(parked_jobs()):
        _print_job("parked", row)
    for row in waiting_jobs():
        _print_job("waiting", row)


@jobs.command("retry")
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="All parked rows but mails that may have left.")
@with_site
def jobs_retry(numbers: tuple[int, ...], *, is_all: bool) -> None:
    """Let the worker take parked rows again at once."""
    if is_all == bool(numbers):
        raise click.UsageError("give numbers, or --all")
    count = retry_jobs(actor=None) if is_all else 0
    for number in numbers:
        row = job_by_id(number)
        if row is None:
            raise click.UsageError(f"there is no row {number}")
        retry_job(row, actor=None)
        count += 1
    db.session.commit()
    ERR.print(f"handed back: {count}")


@click.command("open-data")
@with_site
def open_data_command() -> None:
    """Write the files of open data anew; what did not change stays as it is."""
    made = make_open_data()
    rows = sum(file.rows for file in made.files if file.form == FORMS[0])
    OUT.print(f"open data: {len(made.files)} files, {rows} rows, of {made.made_at}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@with_site
def backup(folder: Path) -> None:
    """Write the whole installation into a new FOLDER while the site goes on."""
    settings = current_app.extensions["settings"]
    with progress_bar() as progress:
        task = progress.add_task("tables", total=len(Base.metadata.tables))
        try:
            made = make_backup(
                db.engine,
                settings.files_path,
                folder.absolute(),
                lambda name, _rows: progress.update(task, advance=1, description=name),
            )
        except BackupError as error:
            raise click.UsageError(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"no backup was made: {error}") from error
    rows = sum(facts.rows for facts in made.tables.values())
    OUT.print(f"backup: {len(made.tables)} tables, {rows} rows, {len(made.files)} files")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="Lose what the database and the files hold now.")
def restore(folder: Path, *, replace: bool) -> None:
    """Make the installation what FOLDER holds; the site and the worker must not run.

    Afterwards the schema is brought up to date, the search index and the match arrays are built
    anew and compared with the database.
    """
    with open_site() as app, progress_bar() as progress:
        settings = app.extensions["settings"]
        task = progress.add_task("tables", total=len(Base.metadata.tables))
        try:
            restored = restore_backup(
                db.engine,
                settings.files_path,
                folder,
                lambda name, _rows: progress.update(task, advance=1, description=name),
                replace=replace,
            )
        except BackupError as error:
            raise click.UsageError(str(error)) from error
        schema.upgrade(db.engine)
        begin_count_anew()
        db.session.commit()
        documents, offerings = rebuild_search(), rebuild_match_arrays()
        drift, fault = check_search(), match_arrays_fault()
    OUT.print(f"restored: {sum(facts.rows for facts in restored.tables.values())} rows")
    OUT.print(f"search index: {documents} documents, match arrays: {offerings} offerings")
    if drift or fault:
        raise click.ClickException(f"the indexes do not agree with the database: {fault or drift}")


def _print_job(word: str, row: OutboxRow) -> None:
    age = int((clock.now() - row.created_at).total_seconds())
    mark = " may have left" if row.sending_at else ""
    error = f" {row.last_error}" if row.last_error else ""
    click.echo(
        f"{row.id} {word}{mark} {row.kind} {row.key} attempts={row.attempts} age={age}s{error}"
    )
