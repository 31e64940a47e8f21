"""Measures of the reading of postings against annotated texts (JSON lines, one text a line).

The rules of the annotation are those of the file: `requirements` with metric, op, value, value2
and must, further accepted answers in `*_also_ok` and `alt`, and optional lines that count neither
way.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from matchmaker.matching.scoring.judged_files import JudgedFileError
from matchmaker.matching.scoring.posting import Posting
from matchmaker.matching.scoring.reading.requirements import ReadRequirement

CONVERTED: Final = frozenset({"battery_life", "coverage_area"})  # from months, years, 亩
TOLERANCE: Final = 0.01
CONVERTED_TOLERANCE: Final = 0.03
_ANY: Final = "*"
_STAYS: Final = re.compile(r"不.{0,3}出|严禁.{0,3}出|禁止.{0,3}出|留.?在|不.{0,2}离开")
_LEVEL: Final = re.compile(
    r"(?:维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|自治州|自治县|地区|新区|省|市|区"
    r"|县|州|盟|旗)$"
)
_COUNTY: Final = re.compile(r"[县区旗市]$")
_PROVINCE_DIGITS: Final = 2

Row = Mapping[str, Any]


@dataclass(slots=True)
class _Count:
    """Right, wrongly added, and missed."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def rates(self) -> dict[str, float | None]:
        """Precision, recall and F1; None where there is nothing to divide by."""
        precision = _share(self.hits, self.hits + self.extra)
        recall = _share(self.hits, self.hits + self.missed)
        return {
            "precision": precision,
            "recall": recall,
            "f1": _share(2 * self.hits, 2 * self.hits + self.extra + self.missed),
        }


@dataclass(slots=True)
class ReadingMeasures:
    """What was counted over the texts. `problems` names each difference, for people to look at."""

    texts: int = 0
    without: int = 0
    false_alarms: int = 0
    requirements: _Count = field(default_factory=_Count)
    strict: _Count = field(default_factory=_Count)
    capabilities: _Count = field(default_factory=_Count)
    ops: Counter[bool] = field(default_factory=Counter)
    musts: dict[str, Counter[bool]] = field(default_factory=dict)
    fields: dict[str, Counter[bool]] = field(default_factory=dict)
    traits: dict[str, _Count] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """All measures as plain data, shares in [0, 1]."""
        return {
            "texts": self.texts,
            "requirements": self.requirements.rates(),
            "requirements_with_op": self.strict.rates(),
            "op_accuracy": _right(self.ops),
            "must_accuracy": _right(sum(self.musts.values(), Counter())),
            "must_by_kind": {kind: _right(count) for kind, count in sorted(self.musts.items())},
            "texts_without_requirements": self.without,
            "false_positives_there": self.false_alarms,
            "capabilities": self.capabilities.rates(),
            **{name: _right(count) for name, count in self.fields.items()},
            "traits": {name: count.rates()["f1"] for name, count in sorted(self.traits.items())},
        }


def measure(rows: Iterable[Row], read: Callable[[str], Posting]) -> ReadingMeasures:
    """Read every text and compare.

    Requirements are matched one to one on metric, value and value2 (1 % tolerance, 3 % where
    months, years or 亩 were converted); `strict` wants the comparison right too. Budget, deadline,
    duration and region are compared on texts where either side states one.
    """
    total = ReadingMeasures()
    for row in rows:
        posting = read(row["text"])
        total.texts += 1
        _requirements(total, row, posting.requirements)
        _capabilities(total, row, [one.words for one in posting.capabilities])
        for name, (is_stated, is_right) in _fields(row, posting).items():
            if is_stated:
                total.fields.setdefault(name, Counter())[is_right] += 1
            if is_stated and not is_right:
                total.problems.append(f"{row['id']}: {name}")
    return total


def _requirements(total: ReadingMeasures, row: Row, read: Sequence[ReadRequirement]) -> None:
    wanted: list[Row] = row["requirements"]
    left, missed = list(read), []
    count = _Count()
    for one in wanted:
        # The one with the right comparison first, where a figure stands twice.
        alike = [found for found in left if _same(found, one)]
        match = next((found for found in alike if _op_ok(found, one)), alike[0] if alike else None)
        if match is None:
            missed.append(f"{one['metric']} {one['op']} {one['value']}")
            continue
        left.remove(match)
        count.hits += 1
        is_op = _op_ok(match, one)
        is_must = match.must in [one["must"], *one.get("must_also_ok", [])]
        total.ops[is_op] += 1
        total.musts.setdefault(_kind(one["must"]), Counter())[is_must] += 1
        total.strict.hits += is_op
        total.strict.extra += not is_op
        total.strict.missed += not is_op
        if not is_op:
            total.problems.append(f"{row['id']}: {one['metric']} {match.op} for {one['op']}")
        if not is_must:
            said = f"must {match.must} for {one['must']}"
            total.problems.append(f"{row['id']}: {one['metric']} {one['value']} {said}")
    optional = row.get("requirements_optional", [])
    extra = [found for found in left if not any(_same(found, one) for one in optional)]
    count.extra, count.missed = len(extra), len(missed)
    total.problems += [f"{row['id']}: missed {one}" for one in missed]
    total.problems += [f"{row['id']}: added {_shown(one)}" for one in extra]
    for into in (total.requirements, *(_trait(total, name) for name in row.get("traits", []))):
        _add(into, count)
    total.strict.extra += count.extra
    total.strict.missed += count.missed
    if not wanted:
        total.without += 1
        total.false_alarms += len(extra)


def _trait(total: ReadingMeasures, name: str) -> _Count:
    return total.traits.setdefault(name, _Count())


def _add(into: _Count, count: _Count) -> None:
    into.hits += count.hits
    into.extra += count.extra
    into.missed += count.missed


def _same(found: ReadRequirement, one: Row) -> bool:
    if found.metric != one["metric"]:
        return False
    values = [one["value"], *one.get("value_also_ok", [])]
    tolerance = CONVERTED_TOLERANCE if found.metric in CONVERTED else TOLERANCE
    if (found.value2 is None) == (one.get("value2") is None):
        is_first = any(_near(found.value, value, tolerance) for value in values)
        return is_first and _near(found.value2, one.get("value2"), tolerance)
    alone = one.get("value_also_ok", [])
    return found.value2 is None and any(_near(found.value, v, tolerance) for v in alone)


def _near(found: object, value: object, tolerance: float) -> bool:
    plain = (str, bool, type(None))
    if isinstance(found, plain) or isinstance(value, plain):
        return found == value
    if not isinstance(found, int | float) or not isinstance(value, int | float):
        return False
    return abs(found - value) <= tolerance * max(abs(value), 1e-12)


def _op_ok(found: ReadRequirement, one: Row) -> bool:
    return found.op in [one["op"], *one.get("op_also_ok", [])]


def _capabilities(total: ReadingMeasures, row: Row, read: Sequence[str]) -> None:
    if row.get("alt", {}).get("capabilities") == [_ANY]:
        return
    wanted: list[str] = row["capabilities"]
    optional: list[str] = row.get("capabilities_optional", [])
    missed = [one for one in wanted if not any(_alike(found, one) for found in read)]
    extra = [found for found in read if not any(_alike(found, one) for one in (*wanted, *optional))]
    _add(total.capabilities, _Count(len(wanted) - len(missed), len(extra), len(missed)))
    total.problems += [f"{row['id']}: missed capability {one}" for one in missed]
    total.problems += [f"{row['id']}: added capability {one}" for one in extra]


def _alike(found: str, wanted: str) -> bool:
    one, other = (re.sub(r"\s", "", words).lower() for words in (found, wanted))
    return one in other or other in one or bool(_STAYS.search(one) and _STAYS.search(other))


def _fields(row: Row, posting: Posting) -> dict[str, tuple[bool, bool]]:
    """Per field whether the text or the reading states it, and whether the reading is right."""
    budget = posting.budget and {"min": posting.budget.min_wan, "max": posting.budget.max_wan}
    deadline = posting.deadline and posting.deadline.day.isoformat()
    days = posting.duration and posting.duration.days
    alternatives: Row = row.get("alt", {})
    found: dict[str, tuple[bool, bool]] = {}
    compared: tuple[tuple[str, object, Callable[[object, object], bool]], ...] = (
        ("budget_wan", budget, _same_budget),
        ("deadline", deadline, lambda one, other: one == other),
        ("duration_days", days, lambda one, other: _near(one, other, CONVERTED_TOLERANCE)),
    )
    for name, said, is_same in compared:
        accepted = [row[name], *alternatives.get(name, [])]
        is_stated = said is not None or row[name] is not None
        is_right = any(one == _ANY or is_same(said, one) for one in accepted)
        found[name] = (is_stated, is_right)
    accepted_places = [row["region"], *alternatives.get("region", [])]
    is_place = any(one == _ANY or _same_places(posting, one) for one in accepted_places)
    found["region"] = (bool(posting.regions or row["region"]), is_place)
    return found


def _same_budget(said: object, wanted: object) -> bool:
    if not isinstance(said, dict) or not isinstance(wanted, dict):
        return said == wanted
    return all(_near(said[end], wanted[end], TOLERANCE) for end in ("min", "max"))


def _same_places(posting: Posting, wanted: Sequence[str]) -> bool:
    """One place a level; a wider one added is no error, a county the table lacks is no miss."""
    names = {_bare(word) for word in wanted}
    read = {_bare(place.words): place.code for place in posting.regions}
    right = {name for name in read if name in names}
    provinces = {(read[name] or "")[:_PROVINCE_DIGITS] for name in right}
    extra = [
        code
        for name, code in read.items()
        if name not in right and (code is None or code[:_PROVINCE_DIGITS] not in provinces)
    ]
    missed = [
        word
        for at, word in enumerate(wanted)
        if _bare(word) not in right and not _is_county(at, word)
    ]
    return not extra and not missed


def _is_county(level: int, word: str) -> bool:
    return level > 0 and bool(_COUNTY.search(word) or level > 1)


def _bare(word: str) -> str:
    return _LEVEL.sub("", word) or word


def _kind(must: bool | None) -> str:  # noqa: FBT001 - a value, not a switch
    return "none" if must is None else str(must).lower()


def _shown(one: ReadRequirement) -> str:
    end = "" if one.value2 is None else f"–{one.value2:g}"
    return f"{one.metric} {one.op} {one.value}{end}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _right(count: Counter[bool]) -> float | None:
    return _share(count[True], count.total())


def read_rows(path: Path) -> tuple[Row, ...]:
    """The annotated texts of a file. Raises JudgedFileError naming the line that is broken."""
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if line.strip():
            rows.append(_row(line, f"{path}, line {number}"))
    return tuple(rows)


def _row(line: bytes, where: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise JudgedFileError(f"{where}: no JSON object in UTF-8") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise JudgedFileError(f'{where}: "id" and "text" are missing')
    row = {"capabilities": [], "region": [], "requirements": []} | row
    lists: list[Any] = [row["capabilities"], row["region"], row["requirements"]]
    lines: list[Any] = [*row["requirements"], *row.get("requirements_optional", [])]
    is_typed = all(isinstance(one, list) for one in lists) and all(
        isinstance(line, dict) and {"metric", "op", "value", "must"} <= line.keys()
        for line in lines
    )
    if not is_typed:
        raise JudgedFileError(f'{where}: "requirements" must have metric, op, value and must')
    return {"budget_wan": None, "deadline": None, "duration_days": None} | row
