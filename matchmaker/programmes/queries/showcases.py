"""Reading showcases: the gallery, one page, what is like it, what staff see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import public_providers, published_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.policies import is_public as is_offered
from matchmaker.db import db
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.programmes.documents import is_shown, public_showcases
from matchmaker.programmes.enums.results import EntryState
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.showcases import (
    Showcase,
    ShowcaseFile,
    ShowcasePart,
    showcase_scene,
)
from matchmaker.programmes.models.submissions import Submission
from matchmaker.taxonomy.models import Scene, Sector
from matchmaker.taxonomy.queries.facets import (
    in_scenes,
    in_sectors,
    inside_any,
    tags_of_regions,
)
from matchmaker.web.facets import Tally, Values

SIMILAR_MOST = 4
CANDIDATES_MOST = 50
_CARD = (
    joinedload(Showcase.region),
    joinedload(Showcase.sector),
    selectinload(Showcase.scenes),
    selectinload(Showcase.figures),
    selectinload(Showcase.files).joinedload(ShowcaseFile.attachment),
)


@dataclass(frozen=True, slots=True)
class ShowcasePage:
    """What the page of a showcase shows beside the row itself."""

    similar: Sequence[Showcase]
    offerings: Sequence[Offering]  # those everybody may open
    providers: Mapping[int, bool]  # number of who took part → whether it has a public page


def showcases(chosen: Values) -> Select[Showcase]:
    """Select public showcases, the latest first, with what their cards show."""
    statement = public_showcases().options(*_CARD)
    for facet, narrowed in _NARROWED.items():
        if chosen.get(facet):
            statement = statement.where(narrowed(chosen[facet]))
    return statement.order_by(Showcase.published_at.desc(), Showcase.id.desc())


def showcase_tally() -> Tally:
    """Read which public showcase carries which subject type, sector, scene and region."""
    rows = db.session.execute(
        select(Showcase.id, Showcase.subject_type, Sector.code, Showcase.region_code)
        .outerjoin(Showcase.sector)
        .where(is_shown())
    ).all()
    scenes = db.session.execute(
        select(showcase_scene.c.showcase_id, Scene.slug, Sector.code)
        .join(Scene, Scene.id == showcase_scene.c.scene_id)
        .join(Sector, Sector.id == Scene.sector_id)
    ).all()
    return Tally(
        (row[0] for row in rows),
        {
            "subject": [(row[0], row[1].value) for row in rows],
            "sector": [
                *((number, code) for number, _, code, _ in rows if code),
                *((number, code) for number, _, code in scenes),
            ],
            "scene": [(number, slug) for number, slug, _ in scenes],
            "region": list(tags_of_regions((row[0], row[3]) for row in rows)),
        },
    )


def showcase_by_id(showcase_id: int) -> Showcase | None:
    """Find a showcase with what its page shows."""
    return db.session.scalars(
        select(Showcase)
        .where(Showcase.id == showcase_id)
        .options(
            *_CARD,
            joinedload(Showcase.outcome),
            joinedload(Showcase.case),
            joinedload(Showcase.entry).joinedload(Entry.call),
            joinedload(Showcase.consent_file),
            selectinload(Showcase.capabilities),
            selectinload(Showcase.standards),
            selectinload(Showcase.offerings).joinedload(Offering.organisation),
            selectinload(Showcase.parts).joinedload(ShowcasePart.organisation),
        )
    ).first()


def page_of_showcase(showcase: Showcase) -> ShowcasePage:
    """Give what stands beside a showcase: similar sites, offerings and providers to open."""
    named = {part.organisation_id for part in showcase.parts}
    shown = public_providers().where(Organisation.id.in_(named))
    public = set(db.session.scalars(shown.with_only_columns(Organisation.id)))
    return ShowcasePage(
        similar=_similar_to(showcase),
        offerings=[offering for offering in showcase.offerings if is_offered(offering)],
        providers={number: number in public for number in named},
    )


def _similar_to(showcase: Showcase) -> Sequence[Showcase]:
    """List public showcases by how many scenes they share, then those of its type."""
    own = [scene.id for scene in showcase.scenes]
    shared = (
        select(func.count())
        .where(showcase_scene.c.showcase_id == Showcase.id, showcase_scene.c.scene_id.in_(own))
        .scalar_subquery()
    )
    is_alike = Showcase.subject_type == showcase.subject_type
    return db.session.scalars(
        public_showcases()
        .where(Showcase.id != showcase.id, or_(shared > 0, is_alike))
        .options(*_CARD)
        .order_by(shared.desc(), is_alike.desc(), Showcase.published_at.desc(), Showcase.id)
        .limit(SIMILAR_MOST)
    ).all()


def showcase_file_by_id(showcase_file_id: int) -> ShowcaseFile | None:
    """Find a picture or document with its showcase."""
    return db.session.scalars(
        select(ShowcaseFile)
        .where(ShowcaseFile.id == showcase_file_id)
        .options(
            joinedload(ShowcaseFile.attachment),
            joinedload(ShowcaseFile.showcase).joinedload(Showcase.outcome),
        )
    ).first()


def showcases_for_staff(state: ShowcaseState | None) -> Select[Showcase]:
    """Select showcases in a state, or all, the latest change first."""
    statement = select(Showcase).options(
        joinedload(Showcase.region), joinedload(Showcase.author), joinedload(Showcase.outcome)
    )
    if state is not None:
        statement = statement.where(Showcase.state == state)
    return statement.order_by(Showcase.updated_at.desc(), Showcase.id.desc())


def counts_by_state() -> dict[ShowcaseState, int]:
    """Count showcases by state."""
    counted = select(Showcase.state, func.count()).group_by(Showcase.state)
    return dict(db.session.execute(counted).all())


def candidates() -> Sequence[Outcome]:
    """List nominated outcomes that have no showcase yet, the longest waiting first."""
    made = select(Showcase.outcome_id).where(Showcase.outcome_id.is_not(None))
    return db.session.scalars(
        select(Outcome)
        .where(Outcome.nominated_at.is_not(None), Outcome.id.not_in(made))
        .options(
            joinedload(Outcome.nominated_by),
            joinedload(Outcome.engagement).options(
                joinedload(Engagement.demand), joinedload(Engagement.provider)
            ),
        )
        .order_by(Outcome.nominated_at, Outcome.id)
        .limit(CANDIDATES_MOST)
    ).all()


def selected_without_page() -> Sequence[Entry]:
    """List what calls for 领航者 selected, still listed, that has no showcase; the oldest first."""
    made = select(Showcase.entry_id).where(Showcase.entry_id.is_not(None))
    return db.session.scalars(
        select(Entry)
        .join(Entry.call)
        .where(
            Call.subject_type.is_not(None),
            Entry.state != EntryState.REMOVED,
            Entry.id.not_in(made),
        )
        .options(
            contains_eager(Entry.call),
            joinedload(Entry.submission),
            joinedload(Entry.organisation),
        )
        .order_by(Entry.listed_at, Entry.id)
        .limit(CANDIDATES_MOST)
    ).all()


def listed_entry(entry_id: int) -> Entry | None:
    """Find an entry with its call and what was submitted."""
    return db.session.scalars(
        select(Entry)
        .where(Entry.id == entry_id)
        .options(
            joinedload(Entry.call).selectinload(Call.questions),
            joinedload(Entry.submission).selectinload(Submission.answers),
            joinedload(Entry.organisation),
        )
    ).first()


def outcome_by_id(outcome_id: int) -> Outcome | None:
    """Find an outcome by its number."""
    return db.session.get(Outcome, outcome_id)


def provider_named(name: str) -> Organisation | None:
    """Find a provider with a public profile by its whole name."""
    return db.session.scalars(public_providers().where(Organisation.name == name)).first()


def offerings_numbered(numbers: Sequence[int]) -> Sequence[Offering]:
    """List the public offerings among numbers."""
    return db.session.scalars(published_offerings().where(Offering.id.in_(numbers))).all()


_NARROWED: Mapping[str, Callable[[Sequence[str]], ColumnElement[bool]]] = {
    "subject": Showcase.subject_type.in_,
    "sector": lambda codes: in_sectors(
        Showcase.id, Showcase.sector_id, showcase_scene.c.showcase_id, codes
    ),
    "scene": lambda slugs: in_scenes(Showcase.id, showcase_scene.c.showcase_id, slugs),
    "region": lambda codes: inside_any(Showcase.region_code, codes),
}
