"""What people say of a match, and the sets staff grade pair by pair."""

from collections.abc import Iterable
from hashlib import blake2b

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.policies import is_public
from matchmaker.db import db
from matchmaker.demands.documents import HIDDEN
from matchmaker.demands.models import Demand
from matchmaker.errors import ConflictError, DomainError, NotFoundError
from matchmaker.matching.enums import JudgementVerdict, UnfitReason
from matchmaker.matching.models import Grade, JudgedNeed, JudgedPair, JudgedSet, Judgement
from matchmaker.matching.queries.judgements import judgement_of
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.scoring.model import FULL, SIGNALS, MatchingModel
from matchmaker.matching.scoring.records import Need

NAME_MAX = 80
NEEDS_MOST = 500
POOL_DEPTH = 15
GRADES = range(4)
# What only has the words in common shall be graded too, not only what the active model puts first.
TEXT_ALONE = MatchingModel(
    "text alone", {name: FULL if name == "text" else 0.0 for name in SIGNALS}, 0.0
)


def judge_match(
    demand: Demand,
    offering: Offering,
    verdict: JudgementVerdict,
    reason: UnfitReason | None,
    *,
    actor: Account | None,
) -> Judgement:
    """Say that an offering suits a demand or not; saying it again replaces what was said.

    Without `actor` the holder of a pasted need's key speaks. Raises DomainError where it does not
    suit and no reason is given, NotFoundError for an offering nobody may see.
    """
    if not is_public(offering):
        raise NotFoundError(_("这个方案已不再公开。"))
    if verdict is JudgementVerdict.UNFIT and reason is None:
        raise DomainError(_("请选择不合适的原因，帮助我们改进排序。"), field="reason")
    reason = reason if verdict is JudgementVerdict.UNFIT else None
    row = judgement_of(demand, offering.id, actor) or Judgement(
        demand_id=demand.id, offering_id=offering.id, account_id=actor.id if actor else None
    )
    audit.put("judgement", row, {"verdict": verdict, "reason": reason}, actor=actor)
    return row


def take_back_judgement(demand: Demand, offering_id: int, *, actor: Account | None) -> None:
    """Unsay it; nothing said is fine too."""
    row = judgement_of(demand, offering_id, actor)
    if row is not None:
        facts = {"demand_id": demand.id, "offering_id": offering_id}
        audit.happened("judgement.taken_back", row, actor=actor, facts=facts)
        db.session.delete(row)


def start_set(name: str, notes: str, *, actor: Account) -> JudgedSet:
    """Start a judged set."""
    if not 0 < len(name) <= NAME_MAX:
        raise DomainError(_("请给评判集起个名字，最多 %(n)s 个字。", n=NAME_MAX), field="name")
    if db.session.scalar(select(JudgedSet.id).where(JudgedSet.name == name)) is not None:
        raise DomainError(_("已经有同名的评判集，请换个名字。"), field="name")
    row = JudgedSet(name=name, notes=notes, author_id=actor.id)
    audit.created("judged_set.started", row, actor=actor)
    return row


def add_need(judged_set: JudgedSet, demand: Demand, *, actor: Account) -> JudgedNeed:
    """Add a demand with the offerings to grade for it, in an order that tells nothing.

    To be graded are all its people judged, and the first of the active model and of the words
    alone. Raises DomainError for a demand that is pasted or a draft, or already there.
    """
    if demand.state in HIDDEN:
        raise DomainError(_("只能加入公开过的需求；草稿和未发布的文字属于本人。"), field="demand")
    if any(need.demand_id == demand.id for need in judged_set.needs):
        raise DomainError(_("这条需求已经在评判集里。"), field="demand")
    if len(judged_set.needs) >= NEEDS_MOST:
        raise DomainError(_("一个评判集最多 %(n)s 条需求。", n=NEEDS_MOST), field="demand")
    need = demand_to_rank(demand).need
    row = JudgedNeed(
        demand_id=demand.id,
        text=need.text,
        sector_code=need.sector,
        scenes=list(need.scenes),
        region_code=need.region,
    )
    judged_set.needs.append(row)
    row.pairs = [
        JudgedPair(offering_id=key, position=position)
        for position, key in enumerate(_shuffled(_pool(demand, need), demand.id))
    ]
    db.session.flush()
    facts = {"demand_id": demand.id, "pairs": len(row.pairs)}
    audit.happened("judged_set.need_added", judged_set, actor=actor, facts=facts)
    return row


def grade_pair(pair: JudgedPair, grade: int, *, actor: Account) -> Grade:
    """Grade a pair; one grade a person, and grading again replaces it."""
    if grade not in GRADES:
        raise DomainError(_("请选 0 到 3。"), field="grade")
    found = [row for row in pair.grades if row.account_id == actor.id]
    row = found[0] if found else Grade(pair_id=pair.id, account_id=actor.id)
    audit.put("grade", row, {"grade": grade, "graded_at": clock.now()}, actor=actor)
    return row


def remove_need(need: JudgedNeed, *, actor: Account) -> None:
    """Take a need out of its set, unless somebody graded it."""
    if any(pair.grades for pair in need.pairs):
        raise ConflictError(_("这条需求已经有人评过分，不能移出。"))
    facts = {"demand_id": need.demand_id}
    audit.happened("judged_set.need_removed", need.judged_set, actor=actor, facts=facts)
    need.judged_set.needs.remove(need)


def _pool(demand: Demand, need: Need) -> set[int]:
    said = db.session.scalars(select(Judgement.offering_id).where(Judgement.demand_id == demand.id))
    ranker = live_ranker()
    found = {match.key for match in ranker.rank(need, POOL_DEPTH).matches}
    found |= {match.key for match in ranker.with_model(TEXT_ALONE).rank(need, POOL_DEPTH).matches}
    return found | set(said)


def _shuffled(keys: Iterable[int], salt: int) -> list[int]:
    return sorted(keys, key=lambda key: blake2b(f"{salt}:{key}".encode(), digest_size=8).digest())
