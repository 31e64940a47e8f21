"""Reading judged sets: one JSON object a line, every fault named with its file and line."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Never

from matchmaker.matching.scoring.judged import JudgedQuery, JudgedSet
from matchmaker.matching.scoring.records import Need, OfferingRecord
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.weighed import has_words

GRADES: Final = range(4)


class JudgedFileError(Exception):
    """A judged file cannot be used; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file."""

    path: Path
    line: int
    values: Mapping[str, Any]

    def fail(self, problem: str) -> Never:
        raise JudgedFileError(f"{self.path}, line {self.line}: {problem}")

    def name(self, field: str) -> str:
        """An id: text or a whole number."""
        value = self.values.get(field)
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            self.fail(f'"{field}" is missing or is neither text nor a whole number')
        return str(value)

    def text(self, field: str) -> str:
        value = self.values.get(field, "")
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fail(f'"{field}" must be text')
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field) or []
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.fail(f'"{field}" must be a list of texts')
        return tuple(value)

    def grade(self) -> int:
        value = self.values.get("grade")
        if isinstance(value, bool) or not isinstance(value, int) or value not in GRADES:
            self.fail('"grade" must be 0, 1, 2 or 3')
        return value


def read_judged_set(docs: Path, queries: Path, qrels: Path, regions: Regions) -> JudgedSet:
    """Read offerings, needs and judgements.

    Judgements of a query or document that is in neither file are left out, and so are queries
    without any judgement above 0; the notes say how many. Raises JudgedFileError for a file that
    is missing, empty, not UTF-8 or not JSON, for a missing or doubled id, a text without words, a
    grade outside 0–3, and where nothing judged remains.
    """
    names, records, texts = _read_docs(docs, regions)
    needs = _read_queries(queries, regions)
    grades: dict[str, dict[int, int]] = {name: {} for name in needs}
    unknown = 0
    for row in _rows(qrels):
        query, doc, grade = row.name("query"), row.name("doc"), row.grade()
        if query not in needs or doc not in names:
            unknown += 1
            continue
        if grades[query].setdefault(names[doc], grade) != grade:
            row.fail(f"{query} and {doc} are already judged with another grade")
    judged = [
        JudgedQuery(needs[name], found) for name, found in grades.items() if any(found.values())
    ]
    if not judged:
        raise JudgedFileError(
            f"{qrels}: no judgement above 0 joins a query of {queries} to a document of {docs}; "
            "check that the three files belong together"
        )
    notes = []
    if unknown:
        notes.append(f"{unknown} judgements name a query or document that is not there: left out")
    if len(judged) < len(needs):
        notes.append(f"{len(needs) - len(judged)} queries have no judgement above 0: left out")
    return JudgedSet(tuple(records), tuple(texts), tuple(judged), tuple(notes))


def _read_docs(
    path: Path, regions: Regions
) -> tuple[dict[str, int], list[OfferingRecord], list[str]]:
    names: dict[str, int] = {}
    records: list[OfferingRecord] = []
    texts: list[str] = []
    for row in _rows(path):
        name = _new_name(row, names)
        title, text, sector = row.text("title"), row.text("text"), row.text("sector")
        if not has_words(title + text):
            row.fail('"text" has no words')
        names[name] = len(records)
        records.append(
            OfferingRecord(
                key=len(records),
                title=title,
                text=text,
                sector=sector or None,
                scenes=row.texts("scenes"),
                region=regions.find(row.text("region")),
                capabilities=row.texts("capabilities"),
            )
        )
        texts.append(f"{title}\n{text}\n{sector}")
    return names, records, texts


def _read_queries(path: Path, regions: Regions) -> dict[str, Need]:
    needs: dict[str, Need] = {}
    for row in _rows(path):
        name = _new_name(row, needs)
        text, scene = row.text("text"), row.text("scene")
        if not has_words(text):
            row.fail('"text" has no words')
        needs[name] = Need(
            text=text,
            sector=row.text("sector") or None,
            scenes=(scene,) if scene else (),
            region=regions.find(row.text("region")),
        )
    return needs


def _new_name(row: _Row, taken: Mapping[str, object]) -> str:
    name = row.name("id")
    if name in taken:
        row.fail(f"the id {name} stands here a second time")
    return name


def _rows(path: Path) -> Iterator[_Row]:
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise JudgedFileError(f"{path}: {error.strerror or error}") from error
    rows = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    empty = True
    for number, line in rows:
        empty = False
        yield _Row(path, number, _object(path, number, line))
    if empty:
        raise JudgedFileError(f"{path}: the file is empty; it must hold one JSON object a line")


def _object(path: Path, number: int, line: bytes) -> Mapping[str, Any]:
    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise JudgedFileError(
            f"{path}, line {number}: not UTF-8; save the file as UTF-8"
        ) from error
    except (ValueError, RecursionError) as error:
        raise JudgedFileError(f"{path}, line {number}: not JSON ({error})") from error
    if not isinstance(values, dict):
        raise JudgedFileError(f"{path}, line {number}: not a JSON object")
    return values
