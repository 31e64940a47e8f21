"""Showcases: drafted from nothing, a case or an outcome, checked, published, withdrawn, copied."""

from dataclasses import replace
from decimal import Decimal

import pytest
from factories.catalogue import case, offering, provider
from factories.demands import open_demand
from factories.engagements import accepted_outcome, two_sides
from factories.people import account, organisation
from factories.showcases import FIGURE, SOURCE, showcase, showcase_content
from factories.uploads import picture, upload
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import CaseState, FileKind, OfferingState
from matchmaker.db import db
from matchmaker.demands.enums import GoalKind, Visibility
from matchmaker.demands.models import Demand
from matchmaker.discovery.operations import check_search, index_changed, rebuild_search
from matchmaker.discovery.queries import matching_keys
from matchmaker.engagements.operations.closing import answer_case, ask_case, nominate
from matchmaker.engagements.operations.outcomes import (
    EffectContent,
    add_effect,
    confirm_effect,
    measure_effect,
)
from matchmaker.errors import ConflictError, DomainError, NotFoundError
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import NamedBy, Proof, ShowcaseState
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.operations import showcases as operations
from matchmaker.programmes.operations.copying import copy_showcase
from matchmaker.programmes.operations.showcase_files import (
    add_showcase_file,
    keep_owner_consent,
    move_showcase_file,
    remove_showcase_file,
)
from matchmaker.programmes.operations.showcase_origins import draft_from_case, draft_from_outcome
from matchmaker.programmes.policies.showcases import is_public, may_curate, may_see_showcase
from matchmaker.programmes.queries.showcases import (
    candidates,
    page_of_showcase,
    showcase_by_id,
    showcase_tally,
    showcases,
)

PAGE = "https://site.example/showcases/1"
pytestmark = pytest.mark.usefixtures("session")


def fields_of(error: pytest.ExceptionInfo[DomainError]) -> list[str | None]:
    return [one.field for one in (error.value, *error.value.also)]


def test_a_showcase_is_drafted_looked_over_published_and_withdrawn() -> None:
    curator = account(staff=StaffRole.CURATOR)
    row = operations.draft_showcase(showcase_content(), actor=curator)

    with pytest.raises(ConflictError):  # nobody looked it over yet
        operations.publish_showcase(row, seen_version=row.version, actor=curator)
    operations.submit_showcase(row, seen_version=row.version, actor=curator)
    operations.publish_showcase(row, seen_version=row.version, actor=curator)
    assert db.session.scalars(showcases({})).all() == [row]
    with pytest.raises(DomainError) as refused:
        operations.withdraw_showcase(row, " ", seen_version=row.version, actor=curator)
    assert refused.value.field == "words"
    operations.withdraw_showcase(row, "数字有误", seen_version=row.version, actor=curator)
    assert db.session.scalars(showcases({})).all() == []
    operations.publish_showcase(row, seen_version=row.version, actor=curator)

    assert (row.state, row.withdrawn_at, row.withdraw_words) == ("published", None, "")
    trail = select(AuditEvent.action).where(AuditEvent.subject_kind == "showcase")
    assert db.session.scalars(trail.order_by(AuditEvent.id)).all() == [
        f"showcase.{move}"
        for move in ("drafted", "submitted", "published", "withdrawn", "published")
    ]


def test_what_lacks_is_said_all_at_once_and_a_figure_needs_evidence() -> None:
    curator = account(staff=StaffRole.CURATOR)
    stated = replace(FIGURE, proof=Proof.STATED)
    bare = showcase_content(title_en="", scenes=[], parts=[], figures=[stated])
    row = operations.draft_showcase(bare, actor=curator)

    with pytest.raises(DomainError) as refused:
        operations.submit_showcase(row, seen_version=row.version, actor=curator)

    said = [str(one.message) for one in (refused.value, *refused.value.also)]
    assert said == [
        "请写英文标题。",
        "请至少选一个场景。",
        "请写参与的供应商，或用到的方案。",
        "请至少写一个有依据的成效数值：公开报道、文件，或双方确认。",
    ]
    assert row.state is ShowcaseState.DRAFT


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_zh": "短"}, "title_zh"),
        ({"title_zh": "长" * 121}, "title_zh"),
        ({"problem_en": "x" * 4001}, "problem_en"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"named_by": NamedBy.SOURCE, "source_url": ""}, "source_url"),
        ({"named_by": NamedBy.NOBODY}, "owner_zh"),
        ({"named_by": NamedBy.CLIENT}, "named_by"),
        ({"cost_min_wan": Decimal(5)}, "cost_max_wan"),
        ({"cost_min_wan": Decimal(5), "cost_max_wan": Decimal(4)}, "cost_max_wan"),
        ({"cost_min_wan": Decimal(-1), "cost_max_wan": Decimal(4)}, "cost_max_wan"),
        ({"live_year": 24}, "live_year"),
        ({"figures": [replace(FIGURE, source_url="")]}, "figures"),
        ({"figures": [replace(FIGURE, proof=Proof.DOCUMENT)]}, "figures"),
        ({"figures": [FIGURE] * 13}, "figures"),
    ],
)
def test_what_no_showcase_may_say_is_refused(changes: dict[str, object], field: str) -> None:
    content = showcase_content(**changes)

    with pytest.raises(DomainError) as refused:
        operations.draft_showcase(content, actor=None)

    assert field in fields_of(refused)


def test_only_public_offerings_are_named() -> None:
    hidden = offering(organisation("某供应商有限公司"), state=OfferingState.DRAFT)

    with pytest.raises(DomainError) as refused:
        operations.draft_showcase(showcase_content(offerings=[hidden]), actor=None)

    assert refused.value.field == "offerings"


def test_who_edits_late_is_told_and_a_public_page_stays_whole() -> None:
    curator, row = account(staff=StaffRole.CURATOR), showcase()
    seen, said = row.version, operations.content_of(row)
    better = replace(said, title_zh="更好的标题一个")
    operations.edit_showcase(row, better, seen_version=seen, actor=curator)

    with pytest.raises(ConflictError):
        operations.edit_showcase(row, said, seen_version=seen, actor=curator)
    with pytest.raises(DomainError):
        operations.edit_showcase(
            row, replace(better, figures=()), seen_version=row.version, actor=curator
        )


def test_a_change_of_parts_alone_is_a_new_version() -> None:
    curator, row = account(staff=StaffRole.CURATOR), showcase()
    said, seen = operations.content_of(row), row.version
    more = replace(said, figures=[*said.figures, replace(FIGURE, what_zh="月产量")])

    operations.edit_showcase(row, more, seen_version=seen, actor=curator)
    db.session.flush()

    assert row.version == seen + 1
    assert [figure.what_zh for figure in row.figures] == ["单班井下人数", "月产量"]


def test_a_sourced_case_becomes_a_draft_named_by_its_source_and_only_once() -> None:
    curator, maker = account(staff=StaffRole.CURATOR), provider()
    known = case("某矿无人运输项目", [(maker, "专网")])
    sold = offering(maker, cases=[known])

    row = draft_from_case(known, actor=curator)

    assert (row.case, row.named_by, row.owner_zh) == (known, NamedBy.SOURCE, known.client)
    assert [(part.organisation, part.role_zh) for part in row.parts] == [(maker, "专网")]
    assert row.offerings == [sold]
    with pytest.raises(ConflictError):
        draft_from_case(known, actor=curator)


def test_a_case_that_is_not_public_is_not_found() -> None:
    hidden = case(state=CaseState.DRAFT, organisation=organisation(), consent="anonymous")

    with pytest.raises(NotFoundError):
        draft_from_case(hidden, actor=account(staff=StaffRole.CURATOR))


def test_a_nominated_outcome_becomes_a_draft_hidden_until_its_client_agrees() -> None:
    curator = account(staff=StaffRole.CURATOR)
    outcome, sides = accepted_outcome()
    effect = add_effect(
        outcome.engagement,
        EffectContent(what="单班人数", start=12.0, target=4.0, unit="人"),
        actor=sides.buyer,
    )
    measure_effect(effect, 3.0, clock.today(), None, actor=sides.seller)
    confirm_effect(effect, actor=sides.buyer)
    with pytest.raises(NotFoundError):  # nobody nominated it
        draft_from_outcome(outcome, actor=curator)
    nominate(outcome, actor=sides.buyer)
    assert list(candidates()) == [outcome]

    row = draft_from_outcome(outcome, actor=curator)

    assert sides.demand.organisation
    assert row.named_by is NamedBy.NOBODY
    assert row.owner_zh.startswith("某")
    assert sides.demand.organisation.name not in row.problem_zh
    assert [(one.before, one.after, one.proof) for one in row.figures] == [
        (Decimal(12), Decimal(3), Proof.CONFIRMED)
    ]
    assert list(candidates()) == []


def test_a_client_that_takes_its_word_back_hides_the_page_at_once() -> None:
    curator = account(staff=StaffRole.CURATOR)
    outcome, sides = accepted_outcome()
    ask_case(outcome, actor=sides.seller)
    answer_case(outcome, "", is_agreed=True, actor=sides.buyer)
    nominate(outcome, actor=sides.buyer)
    row = draft_from_outcome(outcome, actor=curator)
    assert sides.demand.organisation
    assert (row.named_by, row.owner_zh) == (NamedBy.CLIENT, sides.demand.organisation.name)
    whole = showcase_content(named_by=NamedBy.CLIENT, owner_zh=row.owner_zh)
    operations.edit_showcase(row, whole, seen_version=row.version, actor=curator)
    operations.submit_showcase(row, seen_version=row.version, actor=curator)
    operations.publish_showcase(row, seen_version=row.version, actor=curator)
    assert is_public(row)
    assert may_see_showcase(None, row)
    db.session.commit()
    rebuild_search()
    assert matching_keys(kind="showcase") == [("showcase", row.id)]

    answer_case(outcome, "", is_agreed=False, actor=sides.buyer)
    db.session.commit()
    index_changed(db.session.query(OutboxRow).filter_by(kind=INDEX).all())

    assert matching_keys(kind="showcase") == []
    assert not check_search()

    assert not may_see_showcase(None, row)
    assert may_see_showcase(curator, row)
    assert db.session.scalars(showcases({})).all() == []
    assert len(showcase_tally()) == 0


def test_written_consent_is_needed_and_stays_while_the_page_is_public() -> None:
    curator = account(staff=StaffRole.CURATOR)
    row = operations.draft_showcase(showcase_content(named_by=NamedBy.DOCUMENT), actor=curator)
    with pytest.raises(DomainError, match="同意署名"):
        operations.submit_showcase(row, seen_version=row.version, actor=curator)

    keep_owner_consent(row, upload(), actor=curator)
    operations.submit_showcase(row, seen_version=row.version, actor=curator)
    operations.publish_showcase(row, seen_version=row.version, actor=curator)

    with pytest.raises(ConflictError):
        keep_owner_consent(row, upload(), actor=curator)


def test_pictures_have_words_an_order_and_a_limit() -> None:
    curator, row = account(staff=StaffRole.CURATOR), showcase()
    with pytest.raises(DomainError) as refused:
        add_showcase_file(row, upload(), kind=FileKind.DOCUMENT, words="", actor=curator)
    assert refused.value.field == "words"
    first, second = (
        add_showcase_file(
            row,
            upload(picture(), f"{words}.png"),
            kind=FileKind.PICTURE,
            words=words,
            actor=curator,
        )
        for words in ("采面", "集控中心")
    )

    move_showcase_file(second, actor=curator)
    assert row.cover is second
    remove_showcase_file(second, actor=curator)
    assert [file.words for file in row.files] == [first.words]


def test_a_copy_is_a_need_with_scenes_effects_and_costs_sent_twice_one() -> None:
    row = showcase(cost_min_wan=Decimal(300), cost_max_wan=Decimal(500))

    need, token = copy_showcase(row, PAGE, actor=None, secret="s" * 24)
    again, _token = copy_showcase(row, PAGE, actor=None, secret="s" * 24)

    assert again is need
    assert token == "s" * 24
    assert need.state == "pasted"
    assert need.title == "复制“远山煤矿综采面远程操控”"
    assert (need.sector, need.scenes) == (row.sector, row.scenes)
    assert (need.budget_min_wan, need.budget_max_wan) == (Decimal(300), Decimal(500))
    assert [(goal.kind, goal.to_figure, goal.unit) for goal in need.goals] == [
        (GoalKind.LABOUR, Decimal(3), "人")
    ]
    assert "单班井下人数 12人 → 3人" in need.text
    assert db.session.scalar(select(func.count()).select_from(Demand)) == 1


def test_similar_sites_share_scenes_first_and_then_the_type() -> None:
    row = showcase()
    assert row.sector
    alike = showcase(title_zh="另一座同场景的矿")
    park = showcase(title_zh="同场景的园区一座", subject_type=SubjectType.INDUSTRIAL_PARK)
    same_type = showcase(title_zh="同类型的矿山一座", scenes=row.sector.scenes[1:])
    showcase(
        title_zh="毫不相干的医院一所", subject_type=SubjectType.HOSPITAL, scenes=same_type.scenes
    )
    showcase(ShowcaseState.DRAFT, title_zh="还没有发布的矿山")

    assert list(page_of_showcase(row).similar) == [alike, park, same_type]


def test_the_gallery_is_narrowed_and_counted() -> None:
    mine = showcase()
    hospital = showcase(title_zh="远程会诊的医院", subject_type=SubjectType.HOSPITAL, region=None)
    hospital.region = hospital.region_code = None
    db.session.flush()
    tally = showcase_tally()

    assert tally.counts({})["subject"] == {"mine": 1, "hospital": 1}
    assert tally.counts({"subject": ("mine",)})["region"] == {"150600": 1, "150000": 1}
    for chosen in ({"subject": ("mine",)}, {"region": ("150000",)}):
        assert db.session.scalars(showcases(chosen)).all() == [mine]
    assert len(db.session.scalars(showcases({"scene": ("mining-truck",)})).all()) == 2
    assert db.session.scalars(showcases({"sector": ("port",)})).all() == []


def test_only_curators_curate() -> None:
    by_role = {role: may_curate(account(str(role), staff=role)) for role in StaffRole}

    assert {role for role, may in by_role.items() if may} == {StaffRole.CURATOR}


def test_a_page_names_offerings_that_are_public_and_links_providers_that_are() -> None:
    maker = provider("远方机器人")
    sold = offering(maker, "巡检机器人")
    row = showcase(offerings=[sold])
    sold.state, sold.withdrawn_at = OfferingState.WITHDRAWN, sold.published_at
    db.session.flush()
    found = showcase_by_id(row.id)
    assert isinstance(found, Showcase)

    assert page_of_showcase(found).offerings == []
    assert found.source_url == SOURCE
    assert set(page_of_showcase(found).providers.values()) == {True}


def test_who_hid_in_its_demand_stays_hidden() -> None:
    demand, buyer = open_demand()
    demand.visibility = Visibility.ANONYMOUS
    outcome, sides = accepted_outcome(two_sides(demand, buyer))
    ask_case(outcome, actor=sides.seller)
    answer_case(outcome, "", is_agreed=True, actor=sides.buyer)
    nominate(outcome, actor=sides.seller)

    row = draft_from_outcome(outcome, actor=account(staff=StaffRole.CURATOR))

    assert sides.demand.organisation
    assert row.named_by is NamedBy.NOBODY
    assert row.owner_zh.startswith("某")
