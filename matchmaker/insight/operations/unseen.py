"""Finding out once a day which offerings nobody was shown, and why, by the ranking itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import delete, insert

from matchmaker import clock
from matchmaker.db import db, reading
from matchmaker.insight.enums import UnseenReason
from matchmaker.insight.models.unseen import UnseenOffering
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_insight
from matchmaker.matching.queries.exposure import could_be_shown, showings
from matchmaker.matching.queries.many import AskedDemands, asked_demands
from matchmaker.matching.queries.rankings import SHOWN
from matchmaker.matching.scoring.unseen import Closest, Nearest, closest

log = structlog.get_logger()

WITHIN: Final = timedelta(days=90)  # an offering no ranking of these days showed is unseen
NEW_FOR: Final = timedelta(days=7)  # nobody may have come by in so short a time
FOUND_FROM_HOUR: Final = 4  # in China: after the rush of what ends at midnight
_INSERTED: Final = 1_000


def queue_unseen() -> None:
    """Queue finding out, once a day. The caller commits."""
    here = clock.now().astimezone(clock.CHINA)
    if here.hour >= FOUND_FROM_HOUR:
        queue_insight("unseen", once=f"unseen:{here.date()}")


def find_unseen(_rows: Sequence[OutboxRow] = ()) -> None:
    """Write anew which public offerings no recorded ranking showed, each with its reason.

    Every one is scored for every public demand as the match page does. For the worker: scoring
    happens outside any transaction; the caller commits.
    """
    with reading():
        shown = showings(clock.now() - WITHIN).shown
        published = {row.id: row.published_at for row in could_be_shown() if not shown[row.id]}
        asked = asked_demands()
        db.session.rollback()  # a reading transaction must not be written to afterwards
    found = {one.key: one for one in closest(asked.ranker, asked.needs, [*published], SHOWN)}
    rows = list(_written(published, found, asked))
    db.session.execute(delete(UnseenOffering))
    for at in range(0, len(rows), _INSERTED):
        db.session.execute(insert(UnseenOffering), rows[at : at + _INSERTED])
    log.info("unseen_offerings_found", offerings=len(rows))


def _written(
    published: Mapping[int, datetime | None], found: Mapping[int, Closest], asked: AskedDemands
) -> Iterable[dict[str, Any]]:
    now = clock.now()
    nothing = {"demand_id": None, "tenths": None, "floor_tenths": None, "rank": None, "must": None}
    for number, since in published.items():
        one = found.get(number)
        row = {"offering_id": number, "found_at": now, "fitting": 0, "barred": 0, **nothing}
        if one is None:
            if not asked.numbers:
                yield row | {"reason": UnseenReason.NO_DEMANDS}
            continue  # else the arrays do not hold it yet: tomorrow
        reason = _reason(one, is_new=since is None or now - since < NEW_FOR)
        yield row | {
            "reason": reason,
            "demand_id": asked.numbers[one.at],
            "tenths": round(one.points * 10),
            "floor_tenths": round(one.floor * 10),
            "rank": one.rank or None,
            "fitting": one.fitting,
            "barred": one.barred,
            "must": one.must if reason is UnseenReason.MUST else None,
        }


def _reason(one: Closest, *, is_new: bool) -> UnseenReason:
    match one.nearest:
        case Nearest.LISTED:
            return UnseenReason.NEW if is_new else UnseenReason.NOT_OPENED
        case Nearest.BEYOND:
            return UnseenReason.BEYOND
        case Nearest.BARRED:
            return UnseenReason.MUST
        case Nearest.BELOW:
            return UnseenReason.FLOOR if one.has_scene else UnseenReason.NO_SCENE
