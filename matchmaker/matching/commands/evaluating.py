"""The site's ranking on judged files, without a site database."""

import json
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from matchmaker import clock
from matchmaker.matching.commands.seeded import seed_regions, seed_vocabulary
from matchmaker.matching.scoring.judged import JudgedSet
from matchmaker.matching.scoring.judged_files import JudgedFileError, read_judged_set
from matchmaker.matching.scoring.measured import measure, measure_plain
from matchmaker.matching.scoring.plain import PlainBM25
from matchmaker.matching.scoring.ranker import Ranker
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.vocabulary import (
    Vocabulary,
)
from seeds.files import (
    SeedError,
)

ERR = Console(stderr=True)
OUT = Console()


def measure_ranking(docs: Path, queries: Path, qrels: Path, *, as_json: bool) -> None:
    """Print the measures of the ranking on a judged set beside plain BM25.

    Raises UsageError saying what is wrong with a file.
    """
    try:
        regions = seed_regions()
        judged = read_judged_set(docs, queries, qrels, regions)
        vocabulary = seed_vocabulary()
    except (JudgedFileError, SeedError) as error:
        raise click.UsageError(str(error)) from error
    for note in judged.notes:
        ERR.print(note, style="yellow", markup=False)
    measured = evaluate(judged, vocabulary, regions)
    if as_json:
        click.echo(json.dumps(measured))
    else:
        OUT.print(_table(measured))


def evaluate(
    judged: JudgedSet, vocabulary: Vocabulary, regions: Regions
) -> dict[str, dict[str, float | None] | int]:
    """Rank every need with the site's ranker and with plain BM25 and measure both.

    The floor is taken away, so that recall sees the whole order; times are those of one ranking
    of 20 with its explanations (ours) and of an order of 100 (BM25).
    """
    ranker = Ranker(judged.records, vocabulary=vocabulary, regions=regions, year=clock.today().year)
    plain = PlainBM25(judged.texts)
    keys = [record.key for record in judged.records]
    queries = track(judged.queries, "evaluate", console=ERR, transient=True)
    return {
        "ours": measure(ranker, queries).figures(),
        "bm25": measure_plain(plain, keys, judged.queries).figures(),
        "queries": len(judged.queries),
        "docs": len(judged.records),
    }


def _table(measured: dict[str, dict[str, float | None] | int]) -> Table:
    table = Table(title=f"{measured['queries']} queries, {measured['docs']} docs")
    table.add_column("")
    rows = {name: measured[name] for name in ("ours", "bm25")}
    ours, plain = rows["ours"], rows["bm25"]
    for name in rows:
        table.add_column(name, justify="right")
    if isinstance(ours, dict) and isinstance(plain, dict):
        for measure in ours:
            table.add_row(measure, _shown(ours[measure]), _shown(plain[measure]))
    return table


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
