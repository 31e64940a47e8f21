"""What it takes to check and to write a spreadsheet of offerings and one of cases.

    python bench/bench_import.py [ROWS] [DATABASE_URL]

Rows are made of the published cases: their sectors, scenes, titles and texts, with figures,
promises and partners added so that every column has something in it. The worker's part is
measured, stretch by stretch as it does it, in processor time of the process: a file is checked,
written, checked again as it is (nothing may change), and once more with every title changed.
Reading the .xlsx is not in it; that is done once, in a process of its own.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rich.console import Console

from config import Settings
from matchmaker import schema
from matchmaker.accounts.enums import MemberRole, OrganisationState
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.app import create_app
from matchmaker.catalogue.enums import ImportKind, RowOutcome
from matchmaker.catalogue.forms.sheets import SheetReader
from matchmaker.catalogue.models import SheetImport
from matchmaker.catalogue.operations.imports import (
    SheetRow,
    confirm_import,
    perform_imports,
    take_file,
)
from matchmaker.catalogue.queries.imports import outcomes
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import IMPORT
from matchmaker.taxonomy.models import Sector
from seeds.files.cases import CaseSeed, read_cases
from seeds.loader import load

ROWS = 5_000


def offering_cells(case: CaseSeed, number: int) -> dict[str, str]:
    return {
        "title": f"{case.title[:40]} {number}",
        "summary": f"{case.problem}{case.solution}",
        "is_nationwide": "是",
        "price_min_wan": "50",
        "price_max_wan": str(60 + number % 400),
        "lead_days_max": str(30 + number % 200),
        "promises": f"时延：≤ {10 + number % 40} 毫秒；上行速率：≥ 100 Mbps",
    }


def case_cells(case: CaseSeed, number: int) -> dict[str, str]:
    return {
        "title": f"{case.title[:60]} {number}",
        "consent": "不署名",
        "client": "某企业",
        "problem": case.problem,
        "solution": case.solution,
        "effects": case.effects,
        "started_on": "2024-03-01",
        "finished_on": "2025-06-30",
        "figures": f"提效率 | 每班产量 | {number} → {number + 20} 吨 | 2025-06-30\n"
        "少人、换岗 | 单班用工 | 12 → 3 人 | 2025-06-30",
        "role": "总集成",
        "partners": "某通信运营商 | 5G 专网建设",
        "source_url": case.source_url,
    }


MADE: Mapping[ImportKind, Callable[[CaseSeed, int], dict[str, str]]] = {
    ImportKind.OFFERINGS: offering_cells,
    ImportKind.CASES: case_cells,
}


def rows_of(kind: ImportKind, count: int, *, mark: str = "") -> Iterator[SheetRow]:
    sectors: dict[str | None, Sector] = {row.code: row for row in db.session.query(Sector)}
    cases = [case for case in read_cases() if case.sector]
    for number in range(1, count + 1):
        case = cases[number % len(cases)]
        sector = sectors[case.sector]
        cells = MADE[kind](case, number) | {
            "number": f"N-{number}",
            "sector": sector.name_zh,
            "scenes": "；".join(scene.name_zh for scene in sector.scenes[:3]),
        }
        cells["title"] += mark
        yield SheetRow(number + 1, cells["number"], cells)


def worked(taken: SheetImport) -> tuple[float, float]:
    """Let the worker do a step; give its processor and clock time in seconds."""
    spent, began = time.process_time(), time.perf_counter()
    state = taken.state
    while taken.state is state:
        perform_imports([OutboxRow(kind=IMPORT, key=f"import:{taken.id}")], SheetReader)
    return time.process_time() - spent, time.perf_counter() - began


def measured(
    kind: ImportKind, count: int, own: Organisation, actor: Account
) -> Iterator[list[str]]:
    for words, mark, wanted in (
        ("new", "", RowOutcome.NEW),
        ("the same again", "", RowOutcome.SAME),
        ("every title changed", "!", RowOutcome.CHANGED),
    ):
        rows = list(rows_of(kind, count, mark=mark))
        taken = take_file(kind, own, "bench.xlsx", list(rows[0].cells), rows, actor=actor)
        db.session.commit()
        checked = worked(taken)
        if outcomes(taken)[wanted] != count:
            raise SystemExit(f"{kind}, {words}: {outcomes(taken)}")
        written = None
        if wanted is not RowOutcome.SAME:
            confirm_import(taken, actor=actor)
            db.session.commit()
            written = worked(taken)
        for step, spent in (("checked", checked), ("written", written)):
            if spent:
                yield [kind.value, words, step, f"{spent[0]:.1f}", f"{spent[1]:.1f}"]


def main(count: int = ROWS, url: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environ(
            {
                "MATCHMAKER_ENV": "test",
                "SECRET_KEY": "bench-secret-bench-secret-bench-secret",
                "INSTANCE_PATH": folder,
                "DATABASE_URL": url or f"sqlite:///{Path(folder) / 'bench.db'}",
                "BASE_URL": "http://localhost",
            }
        )
        app = create_app(settings)
        with app.app_context():
            schema.upgrade(db.engine)
            load(lambda _kind, rows: rows)
            own = Organisation(
                name="测量用单位", uscc="91150600MA0TESTX04", state=OrganisationState.ACTIVE
            )
            actor = Account(email="bench@example.org", name="测量", password_hash="!")  # noqa: S106 - nobody signs in
            db.session.add(Membership(account=actor, organisation=own, role=MemberRole.OWNER))
            db.session.commit()
            console = Console()
            console.print(f"{count:,} rows: kind, rows, step, processor s, clock s")
            for kind in ImportKind:
                for line in measured(kind, count, own, actor):
                    console.print(" | ".join(line))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:3])
