"""`matchmaker understand`: what a text asks for, line by line, without a site database."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import click
from flask_babel import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from matchmaker import clock
from matchmaker.errors import DomainError
from matchmaker.intake import limits
from matchmaker.intake.files import text_of_file
from matchmaker.matching.commands.seeded import seed_regions, seed_vocabulary
from matchmaker.matching.scoring.posting import Posting, figure, read_posting
from matchmaker.matching.scoring.scenes import SceneIndex
from matchmaker.taxonomy.enums import Metric, Operator
from matchmaker.taxonomy.words import metric_line
from seeds.files import SeedError

ERR = Console(stderr=True)
OUT = Console()
BAD_INPUT: Final = 2
LINE_BYTES: Final = 4 * 1024 * 1024
FILE = click.Path(path_type=Path)
_UNPAIRED: Final = re.compile(r"[\ud800-\udfff]")

Reader = Callable[[str, str | None], Posting]


@click.command("understand")
@click.option("--text", help="The need, as text.")
@click.option("--file", "file", type=FILE, help="A .txt, .docx, .xlsx or .pdf file; - for stdin.")
@click.option("--jsonl", type=FILE, help="A file of {id, text} a line; - for stdin.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a text.")
def understand_command(
    text: str | None, file: Path | None, jsonl: Path | None, *, as_json: bool
) -> None:
    """Read scenes, requirements, capabilities, places, budget and dates from a text."""
    if sum(given is not None for given in (text, file, jsonl)) != 1:
        raise click.UsageError("give exactly one of --text, --file, --jsonl")
    try:
        read = seed_reader()
        if jsonl is not None:
            with _opened(jsonl) as stream:
                is_whole = _answer_lines(stream, read, as_json=as_json)
            sys.exit(0 if is_whole else BAD_INPUT)
        given = _text_of(file) if file is not None else (text or "")
    except SeedError as error:
        raise click.UsageError(str(error)) from error
    except DomainError as error:
        ERR.print(str(error.message), style="red", markup=False)
        sys.exit(BAD_INPUT)
    if not given.strip():
        ERR.print(_("没有文字可读。请写一段话描述需求。"), style="red", markup=False)
        sys.exit(BAD_INPUT)
    _answer(None, given, read(given, None), as_json=as_json)


def seed_reader() -> Reader:
    """Give the reader of postings over the seeds. Raises SeedError for a broken seed file."""
    vocabulary, regions = seed_vocabulary(), seed_regions()
    index, today = SceneIndex(vocabulary), clock.today()

    def read(text: str, sector: str | None) -> Posting:
        return read_posting(
            text, vocabulary=vocabulary, index=index, regions=regions, today=today, sector=sector
        )

    return read


def as_answer(key: str | int | None, posting: Posting) -> dict[str, Any]:
    """Give what was read as plain data; values are in the unit of their metric."""
    budget = posting.budget
    return {
        "id": key,
        "scenes": [{"slug": scene.slug, "score": scene.score} for scene in posting.scenes],
        "requirements": [
            {
                "metric": one.metric,
                "op": one.op,
                "value": one.value,
                "value2": one.value2,
                "unit": one.unit,
                "must": one.must,
                "span": [one.start, one.end],
            }
            for one in posting.requirements
        ],
        "capabilities": [one.words for one in posting.capabilities],
        "standards": [one.code or one.words for one in posting.standards],
        "region": [place.words for place in posting.regions],
        "budget_wan": budget and {"min": budget.min_wan, "max": budget.max_wan},
        "deadline": posting.deadline and posting.deadline.day.isoformat(),
        "duration_days": posting.duration and posting.duration.days,
    }


def _answer(key: str | int | None, text: str, posting: Posting, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(as_answer(key, posting), ensure_ascii=False))
    else:
        OUT.print(_table(key, text, posting))


def _answer_lines(stream: BinaryIO, read: Reader, *, as_json: bool) -> bool:
    """Answer every line that can be read, name the others; whether there were none of these."""
    is_whole = True
    for number, line in _lines(stream):
        try:
            key, text, sector = _parsed(line)
        except DomainError as error:
            is_whole = False
            said = _("第 %(number)s 行：%(problem)s", number=number, problem=str(error.message))
            ERR.print(said, style="red", markup=False, soft_wrap=True)
            continue
        _answer(key, text, read(text, sector), as_json=as_json)
    return is_whole


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(LINE_BYTES + 1):
        number += 1
        whole = line
        while len(whole) > LINE_BYTES and not whole.endswith(b"\n"):
            whole = stream.readline(LINE_BYTES + 1)  # the rest of a line too long to keep
            if not whole:
                break
        if line.strip():
            yield number, line


def _parsed(line: bytes) -> tuple[str | int, str, str | None]:
    """The id, text and sector of a line. Raises DomainError saying what to do."""
    if len(line) > LINE_BYTES:
        raise DomainError(_("超过 4 MB。请把文字缩短后再试。"))
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DomainError(_("不是有效的 UTF-8 文本。请另存为 UTF-8 后再试。")) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise DomainError(
            _('不是有效的 JSON。每行写一个对象，例如 {"id": 1, "text": "…"}。')
        ) from error
    if not isinstance(row, dict):
        raise DomainError(_("不是 JSON 对象。每行写一个对象，含 id 和 text。"))
    key, text, sector = row.get("id"), row.get("text"), row.get("sector")
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise DomainError(_("缺少 id。请写文字或整数。"))
    if not isinstance(text, str):
        raise DomainError(_("缺少 text。请把需求文字写在 text 里。"))
    if len(text) > limits.CHARACTERS:
        raise DomainError(
            _("text 超过 %(limit)s 个字。请把文字缩短后再试。", limit=limits.CHARACTERS)
        )
    if isinstance(key, str):
        key = _UNPAIRED.sub("\ufffd", key)
    text = _UNPAIRED.sub("\ufffd", text)
    return key, text, sector if isinstance(sector, str) and sector else None


def _opened(path: Path) -> BinaryIO:
    if str(path) == "-":
        return sys.stdin.buffer
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> DomainError:
    return DomainError(_("读不了文件 %(file)s：%(reason)s", file=path, reason=error.strerror))


def _text_of(path: Path) -> str:
    with _opened(path) as stream:
        try:
            data = stream.read(limits.FILE_BYTES + 1)
        except OSError as error:
            raise _unreadable(path, error) from error
    read = text_of_file(data)
    if str(read.note):
        ERR.print(str(read.note), style="yellow", markup=False)
    return read.text


def _table(key: str | int | None, text: str, posting: Posting) -> Table:
    table = Table(title=None if key is None else escape(str(key)))
    for heading in (_("类别"), _("读出"), _("原文"), _("程度")):
        table.add_column(heading, overflow="fold")
    for kind, said, span, must in _rows(posting):
        words = "" if span is None else text[slice(*span)]
        table.add_row(kind, escape(said), escape(" ".join(words.split())), must)
    if not table.row_count:
        table.add_row(_("没有读出要求"), "", "", "")
    return table


def _rows(posting: Posting) -> Iterator[tuple[str, str, tuple[int, int] | None, str]]:
    hardness = {True: _("必须"), False: _("希望"), None: ""}
    for scene in posting.scenes:
        yield _("场景"), f"{scene.name} {scene.score:.2f}", None, ""
    for one in posting.requirements:
        line = metric_line(Metric(one.metric), Operator(one.op), figure(one.value), one.value2)
        yield _("指标"), line, (one.start, one.end), hardness[one.must]
    for one_of in posting.capabilities:
        span = (one_of.start, one_of.end)
        yield _("能力"), one_of.slug or "", span, hardness[one_of.must]
    for standard in posting.standards:
        yield _("标准"), standard.code or "", (standard.start, standard.end), ""
    for place in posting.regions:
        yield _("地区"), place.code or "", (place.start, place.end), ""
    if posting.budget:
        low, high = posting.budget.min_wan, posting.budget.max_wan
        ends = "–".join("" if end is None else f"{end:g}" for end in (low, high))
        said = f"{low:g}" if low == high and low is not None else ends
        yield _("预算（万元）"), said, (posting.budget.start, posting.budget.end), ""
    if posting.deadline:
        span = (posting.deadline.start, posting.deadline.end)
        yield _("交付日期"), posting.deadline.day.isoformat(), span, ""
    if posting.duration:
        span = (posting.duration.start, posting.duration.end)
        yield _("工期（天）"), str(posting.duration.days), span, ""
