"""Figures of key cities that staff add and remove; each change stands in the trail."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import DomainError, raise_all
from matchmaker.insight.enums import CityMeasure
from matchmaker.insight.models.cities import CityObservation
from matchmaker.insight.operations.observations import check_reason, faults_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CityContent:
    """What staff say of a figure of a city; the value in the unit of its column."""

    measure: CityMeasure
    as_of: date
    value: float
    source: str


def add_city_figure(region_code: str, content: CityContent, *, actor: Account) -> CityObservation:
    """Add what a source says of a key city on a day; the newest of each figure is ranked.

    Raises DomainError for what cannot be so, or a day this source is recorded for already.
    """
    raise_all(faults_of(content.value, content.as_of, content.source))
    row = CityObservation(
        region_code=region_code,
        measure=content.measure,
        as_of=content.as_of,
        value=content.value,
        source=content.source,
    )
    try:
        with db.session.begin_nested():
            audit.created("city_observation.added", row, actor=actor)
    except IntegrityError as error:
        words = _("这个来源这一天的这个数字已经有了。写错了的，可以先删除，再添加。")
        raise DomainError(words, field="as_of") from error
    return row


def remove_city_figure(row: CityObservation, reason: str, *, actor: Account) -> None:
    """Take a figure back; the trail keeps what it said and why. Raises DomainError for no reason.

    The figure before it stands again.
    """
    check_reason(reason)
    said = {**audit.snapshot(row), "reason": reason}
    audit.happened("city_observation.removed", row, actor=actor, facts=said)
    db.session.delete(row)
