"""`matchmaker evaluate --requirements`: how well postings are read, on annotated texts."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from matchmaker.matching.commands.understanding import seed_reader
from matchmaker.matching.scoring.judged_files import JudgedFileError
from matchmaker.matching.scoring.judged_readings import measure, read_rows
from seeds.files import SeedError

OUT = Console()


def measure_reading(path: Path, *, as_json: bool) -> None:
    """Print the measures of a file of annotated texts; without JSON every difference too."""
    try:
        rows = read_rows(path)
        read = seed_reader()
    except (JudgedFileError, SeedError) as error:
        raise click.UsageError(str(error)) from error
    measured = measure(rows, lambda text: read(text, None))
    figures = measured.as_data()
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    OUT.print(_table(figures))
    for problem in measured.problems:
        OUT.print(problem, markup=False, soft_wrap=True)


def _table(figures: dict[str, Any]) -> Table:
    table = Table(title=f"{figures['texts']} texts")
    table.add_column("")
    table.add_column("", justify="right")
    for name, value in figures.items():
        rows = value.items() if isinstance(value, dict) else [("", value)]
        for part, figure in rows:
            shown = f"{figure:.3f}" if isinstance(figure, float) else str(figure)
            table.add_row(f"{name} {part}".strip(), "–" if figure is None else shown)
    return table
