"""`matchmaker evaluate`: ranking, reading and keyword search on judged files."""

import json
from pathlib import Path

import click
from rich.console import Console

from matchmaker.discovery.commands.keywords import keyword_table, measure_keywords
from matchmaker.matching.commands.evaluating import measure_ranking
from matchmaker.matching.commands.readings import measure_reading
from seeds.files import SeedError

OUT = Console()
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("evaluate")
@click.option("--docs", type=FILE, help="Offerings: id, title, text, …; JSON lines.")
@click.option("--queries", type=FILE, help="Needs: id, text, …; JSON lines.")
@click.option("--qrels", type=FILE, help="Judgements: query, doc, grade 0–3.")
@click.option("--requirements", type=FILE, help="Texts with what is to be read; JSON lines.")
@click.option("--keywords", is_flag=True, help="Keyword search over the seeds.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate_command(
    docs: Path | None,
    queries: Path | None,
    qrels: Path | None,
    requirements: Path | None,
    *,
    keywords: bool,
    as_json: bool,
) -> None:
    """Measure the ranking on a judged set beside plain BM25, the reading on annotated texts.

    With --keywords: measure keyword search on the judged queries that come with the seeds, in a
    database of its own that is thrown away.
    """
    match docs, queries, qrels, requirements, keywords:
        case None, None, None, None, True:
            _print_keywords(as_json=as_json)
        case None, None, None, Path() as texts, False:
            measure_reading(texts, as_json=as_json)
        case Path() as offered, Path() as asked, Path() as judged, None, False:
            measure_ranking(offered, asked, judged, as_json=as_json)
        case _:
            raise click.UsageError(
                "give --docs, --queries and --qrels, or --requirements alone, or --keywords alone"
            )


def _print_keywords(*, as_json: bool) -> None:
    try:
        measured = measure_keywords()
    except SeedError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps(measured, ensure_ascii=False))
    else:
        OUT.print(keyword_table(measured))
