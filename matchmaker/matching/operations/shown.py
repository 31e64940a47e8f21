"""Keeping a record of the rankings people saw."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import structlog
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from matchmaker import clock
from matchmaker.db import db, own_transaction
from matchmaker.matching.models import ShownRanking
from matchmaker.matching.queries.rankings import ShownRanking as RankingPage
from matchmaker.matching.queries.shown import KEPT
from matchmaker.matching.scoring.records import Need

log = structlog.get_logger()
DIGEST_CHARACTERS = 32


def note_shown(demand_id: int, need: Need, shown: RankingPage) -> bool:
    """Record a ranking a page has just been made of; say whether it was new.

    The same ranking for the same words twice in a row is recorded once. Reading pages write
    nothing else: this is a transaction of its own, after the page is made, and its failure is
    logged and keeps nobody from the page.
    """
    content = shown_content(need, shown)
    digest = _digest(content, shown)
    last = (
        select(ShownRanking.digest)
        .where(ShownRanking.demand_id == demand_id)
        .order_by(ShownRanking.id.desc())
        .limit(1)
    )
    if db.session.scalar(last) == digest:
        return False
    row = ShownRanking(
        demand_id=demand_id,
        model_number=shown.ranking.model_number,
        model_name=shown.model_name,
        digest=digest,
        offerings=[match.offering.id for match in shown.matches],
        content=content,
    )
    try:
        with own_transaction() as session:
            session.add(row)
    except OperationalError:
        log.exception("ranking_not_recorded", demand=demand_id)
        return False
    return True


def shown_content(need: Need, shown: RankingPage) -> dict[str, Any]:
    """Give what is kept of a ranking: the need, the weights, and each row's points by signal."""
    first = shown.matches[0].signals if shown.matches else ()
    return {
        "need": {
            "text": need.text,
            "sector": need.sector,
            "scenes": list(need.scenes),
            "region": need.region,
        },
        "floor": shown.floor,
        "considered": shown.total_considered,
        "reaching": shown.reaching,
        "signals": [part.name for part in first],
        "weights": [part.weight for part in first],
        "rows": [
            [
                match.offering.id,
                match.offering.title,
                match.score,
                [round(part.value, 4) for part in match.signals],
                [part.points for part in match.signals],
            ]
            for match in shown.matches
        ],
    }


def purge_shown() -> None:
    """Drop rankings shown long ago; those of a pasted need go with it. The caller commits."""
    db.session.execute(delete(ShownRanking).where(ShownRanking.shown_at < clock.now() - KEPT))


def _digest(content: Mapping[str, Any], shown: RankingPage) -> str:
    told = [content, shown.ranking.model_number, shown.model_name]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]
