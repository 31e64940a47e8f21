"""The command line: `matchmaker`. Bad input ends with exit code 2 and a sentence that helps."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import click
from flask import current_app, url_for

from config import ROOT
from matchmaker import schema
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.operations.appointments import create_staff
from matchmaker.accounts.operations.second_factor import reset_second_factor
from matchmaker.accounts.words import STAFF_ROLES
from matchmaker.app import keep_house, outbox_handlers
from matchmaker.cli.keeping import backup, jobs, open_data_command, restore, search
from matchmaker.cli.site import ERR, NOT_CURRENT, OUT, open_site, progress_bar, site, with_site
from matchmaker.db import db
from matchmaker.discovery.commands.evaluating import evaluate_command
from matchmaker.discovery.operations import heal_search, rebuild_search
from matchmaker.engagements.queries.learned import outcome_pairs
from matchmaker.jobs.worker import run_forever
from matchmaker.matching.commands.asking import demand_need, narrowed, text_need
from matchmaker.matching.commands.models import (
    print_learned,
    print_version,
    print_versions,
    wanted_version,
)
from matchmaker.matching.commands.printing import print_ranking
from matchmaker.matching.commands.understanding import understand_command
from matchmaker.matching.operations.arrays import rebuild_match_arrays
from matchmaker.matching.operations.models import activate_model, record_evaluation
from matchmaker.matching.operations.runs import draft_fitted, evaluate, fit_weights
from matchmaker.matching.queries.many import public_demand_count, ranked_demands
from matchmaker.matching.queries.models import scoring_model
from matchmaker.matching.queries.rankings import as_data, shown_ranking
from matchmaker.search.port import IndexBusyError
from matchmaker.web.forms import clean_line
from seeds.files import SeedError
from seeds.loader import load


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """5G Inside Matchmaker: needs, offerings, and a ranking that says why."""


@main.group("db")
def database() -> None:
    """Keep the database schema up to date."""


@database.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema, and the search index to what it holds now."""
    with open_site():
        schema.upgrade(db.engine)
        OUT.print("database: up to date")
        try:
            rebuilt = heal_search()
        except IndexBusyError:
            OUT.print("search index: another process writes to it; the worker sees to the rest")
        else:
            OUT.print(
                f"search index: {'up to date' if rebuilt is None else f'{rebuilt} documents'}"
            )


@database.command("revise", hidden=True)
@click.argument("slug")
def db_revise(slug: str) -> None:
    """Write a migration for what the models have and the database lacks."""
    with open_site():
        schema.revise(db.engine, slug)


@main.command()
@with_site
def seed() -> None:
    """Load the reference facts and published cases; doing it again changes nothing."""
    with progress_bar() as progress:

        def track(kind: str, rows: Sequence[Any]) -> Iterable[Any]:
            return progress.track(rows, description=kind)

        try:
            loaded = load(track)
        except SeedError as error:
            raise click.UsageError(str(error)) from error
        db.session.commit()
    changed = sum(loaded.changed.values())
    for kind, count in loaded.rows.items():
        OUT.print(f"{kind}: {count}, changed: {loaded.changed[kind]}")
    if changed:
        OUT.print(f"search index: {rebuild_search()} documents")


@main.group()
def user() -> None:
    """Appoint programme staff, and help who lost their second factor."""


@user.command("create-admin")
@click.argument("email")
@click.option("--name", help="How the person is called.")
@with_site
def user_create_admin(email: str, name: str | None) -> None:
    """Appoint an administrator; prints a one-time link that sets the password."""
    _appoint(email, name, StaffRole.ADMINISTRATOR)


@user.command("create-staff")
@click.argument("email")
@click.option("--duty", required=True, type=click.Choice(list(map(str, StaffRole))))
@click.option("--name", help="How the person is called.")
@with_site
def user_create_staff(email: str, duty: str, name: str | None) -> None:
    """Appoint somebody to one duty of staff; prints a one-time link that sets the password."""
    _appoint(email, name, StaffRole(duty))


def _appoint(email: str, name: str | None, duty: StaffRole) -> None:
    account, token = create_staff(email, name or str(STAFF_ROLES[duty]), duty)
    db.session.commit()
    path = url_for("accounts.first_sign_in", token=token)
    base = current_app.extensions["settings"].base_url
    OUT.print(f"{account.email}: {base}{path}", soft_wrap=True)
    OUT.print("The link works once, within 24 hours.")


@user.command("reset-second-factor")
@click.argument("email")
@with_site
def user_reset_second_factor(email: str) -> None:
    """Take the second factor off an account whose owner lost app and codes; make sure who asks."""
    account = reset_second_factor(email, actor=None)
    db.session.commit()
    OUT.print(f"{account.email}: second factor off, signed out everywhere")


@main.command()
@click.option("--text", help="The need, as text.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="A UTF-8 file; - for stdin.")
@click.option("--demand", "demand_id", type=int, help="Number of a public demand.")
@click.option("--sector", help="Code of a sector.")
@click.option("--scene", "scenes", multiple=True, help="Slug of a scene; may be repeated.")
@click.option("--region", help="Name or code of a province or prefecture.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_site
def match(  # noqa: PLR0913 - one argument an option
    *,
    text: str | None,
    file: Path | None,
    demand_id: int | None,
    sector: str | None,
    scenes: tuple[str, ...],
    region: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Rank the published offerings for a need and say why."""
    if sum(given is not None for given in (text, file, demand_id)) != 1:
        raise click.UsageError("give exactly one of --text, --file, --demand")
    read = demand_need(demand_id) if demand_id is not None else text_need(text, file)
    need = narrowed(read.need, sector=sector, scenes=scenes, region=region)
    shown = shown_ranking(need, limit)
    if as_json:
        click.echo(json.dumps(as_data(shown, read.posting), ensure_ascii=False, indent=2))
    else:
        print_ranking(shown, OUT)


@main.group()
def matching() -> None:
    """Keep the match arrays."""


@matching.command("rebuild")
@with_site
def matching_rebuild() -> None:
    """Weigh all offerings anew beside the old arrays, then switch."""
    with progress_bar() as progress:
        task = progress.add_task("match arrays", total=None)
        try:
            count = rebuild_match_arrays(lambda done: progress.update(task, completed=done))
        except (OSError, IndexBusyError) as error:
            raise click.ClickException(f"the match arrays stay as they were: {error}") from error
        progress.update(task, completed=count, total=count)
    OUT.print(f"match arrays: {count} offerings")


@matching.command("rank")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--processes", type=click.IntRange(1, 64), help="As many as cores, if not given.")
@with_site
def matching_rank(limit: int, processes: int | None) -> None:
    """Rank the offerings for every public demand; one JSON object a line, best first."""
    with progress_bar() as progress:
        task = progress.add_task("demands", total=public_demand_count())
        for demand_id, best in ranked_demands(limit, processes):
            pairs = zip(best.keys, best.points, strict=True)
            offerings = [{"id": key, "score": points} for key, points in pairs]
            found = {"demand": demand_id, "reaching": best.reaching, "offerings": offerings}
            click.echo(json.dumps(found))
            progress.advance(task)


@main.group()
def model() -> None:
    """Versions of the matching model: list, show, evaluate, activate, learn."""


@model.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_site
def model_list(*, as_json: bool) -> None:
    """List every version, newest first."""
    print_versions(OUT, as_json=as_json)


@model.command("show")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_site
def model_show(number: int, *, as_json: bool) -> None:
    """Show the weights of a version and its figures on record."""
    print_version(wanted_version(number), OUT, as_json=as_json)


@model.command("evaluate")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_site
def model_evaluate(number: int, *, as_json: bool) -> None:
    """Measure a version on every judged set and put the figures on record."""
    version = wanted_version(number)
    with progress_bar() as progress:
        task = progress.add_task("evaluate", total=None)
        figures = evaluate(
            scoring_model(version),
            lambda done, total: progress.update(task, completed=done, total=total),
        )
    record_evaluation(version, figures, actor=None)
    db.session.commit()
    print_version(version, OUT, as_json=as_json)


@model.command("activate")
@click.argument("number", type=int)
@with_site
def model_activate(number: int) -> None:
    """Let an evaluated version rank from the next request on."""
    version = wanted_version(number)
    activate_model(version, seen_version=version.version, actor=None)
    db.session.commit()
    OUT.print(f"model {version.number} {version.name}: active", markup=False)


@model.command("learn")
@click.option("--draft", "name", help="Make a draft of this name of the fitted weights.")
@click.option("--outcomes", is_flag=True, help="Learn from what came of engagements, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_site
def model_learn(name: str | None, *, outcomes: bool, as_json: bool) -> None:
    """Fit weights to what was judged and show them beside the hand-set ones."""
    with progress_bar() as progress:
        task = progress.add_task("folds", total=None)
        found = fit_weights(
            lambda done, total: progress.update(task, completed=done, total=total),
            outcomes=outcome_pairs() if outcomes else None,
        )
    print_learned(found, OUT, as_json=as_json)
    if name is not None:
        draft = draft_fitted(found, name=clean_line(name), actor=None)
        db.session.commit()
        ERR.print(f"model {draft.number} {draft.name}: draft", markup=False)


@main.command()
def worker() -> None:
    """Apply what the outbox holds: index changes, send mail. Runs until stopped."""
    app = site()
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with app.app_context():
        run_forever(outbox_handlers(), keep_house, stop)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def run(host: str, port: int, workers: int) -> None:
    """Serve the site, with the worker beside it, until stopped."""
    with open_site() as app:
        if not schema.is_current(db.engine):
            raise click.UsageError(NOT_CURRENT)
    OUT.print(f"[bold]http://{host}:{port}[/bold]")
    OUT.print("  paste a need and see who fits; no account needed")
    OUT.print(
        "  staff: `.venv/bin/matchmaker user create-admin you@example.org` prints a one-time link",
        soft_wrap=True,
    )
    OUT.print(f"  mail is kept in {app.instance_path}/mail until MAIL_BACKEND=smtp is set")
    beside = subprocess.Popen([sys.executable, "-m", "matchmaker.cli", "worker"])
    try:
        server = subprocess.Popen(  # noqa: S603 - fixed words and checked numbers
            [
                sys.executable, "-m", "gunicorn", "matchmaker.app:create_app()",
                "--config", str(ROOT / "gunicorn.conf.py"),
                "--bind", f"{host}:{port}", "--workers", str(workers),
            ],
            env=os.environ.copy(),
        )  # fmt: skip
        sys.exit(_wait(server))
    finally:
        beside.terminate()
        beside.wait(timeout=30)


def _wait(server: subprocess.Popen[bytes]) -> int:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: server.terminate())
    return server.wait()


main.add_command(evaluate_command)
main.add_command(understand_command)
main.add_command(search)
main.add_command(jobs)
main.add_command(backup)
main.add_command(open_data_command)
main.add_command(restore)
