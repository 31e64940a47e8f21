"""What names a scene by its slug follows it: saved searches, matching models, judged sets."""

from sqlalchemy import select

from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.jobs.outbox import queue_index
from matchmaker.matching.enums import ModelState
from matchmaker.matching.models import JudgedNeed
from matchmaker.matching.operations.models import KIND as MODEL
from matchmaker.staff.queries.taxonomy import FACET, models_naming, needs_naming, watches_naming
from matchmaker.watches.models import Watch
from matchmaker.watches.scoring.searches import Search


def follow_slug(before: str, after: str, *, facet: str = FACET, actor: Account) -> None:
    """Let whatever names a scene, capability or sector by its old slug name it by the new one.

    Of two watches of one person that now search for the same, the older stays; a model that weighs
    both scenes apart keeps the weights of the one that stays.
    """
    for watch in watches_naming(before, facet):
        _follow_watch(watch, (facet, before), (facet, after), actor)
    if facet == "sector":
        for need in db.session.scalars(select(JudgedNeed).where(JudgedNeed.sector_code == before)):
            need.sector_code = after
    if facet != FACET:
        return
    for model in models_naming(before):
        with audit.change("model.scene_followed", model, actor=actor):
            own = dict(model.overrides)
            weights = own.pop(before)
            model.overrides = {after: weights, **own}
        if model.state is ModelState.ACTIVE:
            queue_index(MODEL, model.id)
    for need in needs_naming(before):
        slugs = (after if slug == before else slug for slug in need.scenes)
        need.scenes = list(dict.fromkeys(slugs))


def _follow_watch(watch: Watch, old: tuple[str, str], new: tuple[str, str], actor: Account) -> None:
    said = Search.from_data(watch.query)
    filters = {new if pair == old else pair for pair in said.filters}
    search = Search(said.text, said.kind, tuple(sorted(filters)))
    same = select(Watch).where(Watch.account_id == watch.account_id, Watch.key == search.key)
    if db.session.scalars(same).first() is not None:
        audit.happened("watch.merged", watch, actor=actor)
        db.session.delete(watch)
        db.session.flush()
        return
    with audit.change("watch.search_followed", watch, actor=actor):
        watch.query, watch.key = search.as_data(), search.key
