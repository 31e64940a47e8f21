"""Judged sets ready to be measured: those that come with the program, and those staff built."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from statistics import median_low

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchmaker import clock
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries.rows import WITH_LINES
from matchmaker.matching.documents import offering_records, site_regions, site_vocabulary
from matchmaker.matching.enums import JudgementVerdict
from matchmaker.matching.models import JudgedNeed, JudgedPair, JudgedSet, Judgement
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.scoring.judged import DIRECT_ANSWER, JudgedQuery
from matchmaker.matching.scoring.judged_files import read_judged_set
from matchmaker.matching.scoring.outcome_pairs import OutcomePair, grades_by_demand
from matchmaker.matching.scoring.plain import PlainBM25
from matchmaker.matching.scoring.ranker import Ranker
from matchmaker.matching.scoring.records import Need, OfferingRecord
from seeds.files.judged import judged_files

PLAIN_MOST = 20_000  # plain BM25 is built anew for each run; beyond, only models are compared


@dataclass(frozen=True)
class Bench:
    """A judged set with what ranks its offerings; `digest` tells these judgements from others.

    `site_set` is the number of the set staff built, None for one that comes with the program;
    `demands` are the numbers of the demands its needs come from, None for a need that is no demand.
    """

    name: str
    digest: str
    ranker: Ranker
    queries: tuple[JudgedQuery, ...]
    names: tuple[str, ...]
    records: tuple[OfferingRecord, ...] = ()
    site_set: int | None = None
    demands: tuple[int | None, ...] = ()

    @property
    def keys(self) -> list[int]:
        return [record.key for record in self.records]

    @cached_property
    def plain(self) -> PlainBM25 | None:
        """Plain BM25 over the same offerings, where they are few enough."""
        if len(self.ranker) > PLAIN_MOST:
            return None
        return PlainBM25(f"{row.title}\n{row.text}\n{row.sector or ''}" for row in self.records)


def benches() -> list[Bench]:
    """Load every judged set that can be measured."""
    return [*_stored(), *_built()]


def judged_needs() -> list[tuple[int, JudgedQuery]]:
    """List demands people judged on the site, with what they called fitting (3) and unfit (0).

    A pasted need counts while it is kept, though nobody may read it.
    """
    statement = select(Judgement).options(selectinload(Judgement.demand))
    by_need: dict[int, dict[int, list[int]]] = {}
    needs: dict[int, Need] = {}
    for row in db.session.scalars(statement.order_by(Judgement.id)):
        demand = row.demand
        needs[demand.id] = demand_to_rank(demand).need
        said = DIRECT_ANSWER if row.verdict is JudgementVerdict.FITS else 0
        by_need.setdefault(demand.id, {}).setdefault(row.offering_id, []).append(said)
    return [
        (
            number,
            JudgedQuery(needs[number], {key: median_low(said) for key, said in found.items()}),
        )
        for number, found in by_need.items()
    ]


def outcome_needs(pairs: Iterable[OutcomePair]) -> list[tuple[int, JudgedQuery]]:
    """List the demands whose engagements tell offerings apart, with the grades handed in."""
    by_demand = grades_by_demand(pairs)
    statement = (
        select(Demand).where(Demand.id.in_(by_demand)).options(*WITH_LINES).order_by(Demand.id)
    )
    return [
        (demand.id, JudgedQuery(demand_to_rank(demand).need, by_demand[demand.id]))
        for demand in db.session.scalars(statement)
    ]


def grades_of(pairs: Sequence[JudgedPair]) -> dict[int, int]:
    """Give the grade by offering: the lower middle one of all who graded the pair."""
    return {
        pair.offering_id: median_low([grade.grade for grade in pair.grades])
        for pair in pairs
        if pair.grades
    }


def qrels_lines(judged_set: JudgedSet) -> Iterator[str]:
    """Write the grades of a set as `matchmaker evaluate` reads them, one JSON object a line."""
    for need in judged_set.needs:
        for key, grade in sorted(grades_of(need.pairs).items()):
            yield json.dumps({"query": f"N{need.id}", "doc": key, "grade": grade})


def query_lines(judged_set: JudgedSet) -> Iterator[str]:
    """Write the needs of a set, one JSON object a line."""
    for need in judged_set.needs:
        row: dict[str, str | None] = {"id": f"N{need.id}", "text": need.text}
        row |= {"sector": need.sector_code, "region": need.region_code}
        row |= {"scene": need.scenes[0] if need.scenes else None}
        yield json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=False)


def doc_lines(judged_set: JudgedSet) -> Iterator[str]:
    """Write the offerings of a set's pairs as they are published now, one JSON object a line."""
    wanted = {pair.offering_id for need in judged_set.needs for pair in need.pairs}
    for record in offering_records(wanted):
        row: dict[str, object] = {"id": record.key, "title": record.title, "text": record.text}
        row |= {"sector": record.sector, "region": record.region}
        row |= {"scenes": list(record.scenes), "capabilities": list(record.capabilities)}
        yield json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=False)


def sets_with_grades() -> list[JudgedSet]:
    """Load every set staff built, with needs, pairs and grades."""
    statement = select(JudgedSet).options(
        selectinload(JudgedSet.needs).selectinload(JudgedNeed.pairs).selectinload(JudgedPair.grades)
    )
    return list(db.session.scalars(statement.order_by(JudgedSet.id)))


def _stored() -> Iterator[Bench]:
    regions, vocabulary = site_regions(), site_vocabulary()
    labels = {"dev": _("开发集（仅文字）"), "dev-full": _("开发集（含标题、行业、地区）")}
    for files in judged_files():
        judged = read_judged_set(files.docs, files.queries, files.qrels, regions)
        yield Bench(
            name=labels[files.name],
            digest=files.digest(),
            ranker=Ranker(
                judged.records, vocabulary=vocabulary, regions=regions, year=clock.today().year
            ),
            queries=judged.queries,
            names=tuple(f"{files.name}:{at}" for at in range(len(judged.queries))),
            demands=(None,) * len(judged.queries),
            records=judged.records,
        )


def _built() -> Iterator[Bench]:
    sets = sets_with_grades()
    ranker = live_ranker() if sets else None
    records = tuple(offering_records()) if ranker and len(ranker) <= PLAIN_MOST else ()
    for judged_set in sets:
        graded = [(need, grades_of(need.pairs)) for need in judged_set.needs]
        telling = [(need, grades) for need, grades in graded if any(grades.values())]
        if ranker is None or not telling:
            continue
        lines = [*query_lines(judged_set), *qrels_lines(judged_set)]
        yield Bench(
            name=judged_set.name,
            digest=sha256("\n".join(lines).encode()).hexdigest()[:12],
            ranker=ranker,
            queries=tuple(JudgedQuery(need_in(need), grades) for need, grades in telling),
            names=tuple(f"set:{need.id}" for need, _grades in telling),
            demands=tuple(need.demand_id for need, _grades in telling),
            records=records,
            site_set=judged_set.id,
        )


def need_in(row: JudgedNeed) -> Need:
    """Give a need of a set as the ranking reads it."""
    return Need(
        text=row.text,
        sector=row.sector_code,
        scenes=tuple(row.scenes),
        region=row.region_code,
    )
