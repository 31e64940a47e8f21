"""The live ranker: what is published counts in the next request, what is gone is gone."""

import pytest
from factories.catalogue_rows import published_offering

from matchmaker.accounts.enums import OrganisationState
from matchmaker.catalogue.operations import OfferingContent, edit_offering, withdraw_offering
from matchmaker.db import db
from matchmaker.jobs.outbox import queue_index
from matchmaker.matching.queries.feed import LOOK_BACK
from matchmaker.matching.queries.live import LiveRanker
from matchmaker.matching.scoring.records import Need
from matchmaker.taxonomy.operations import put_scene

pytestmark = pytest.mark.usefixtures("session")
NEED = Need(text="露天煤矿需要无人驾驶矿卡运输")


def found(live: LiveRanker) -> list[int]:
    return [match.key for match in live.current().rank(NEED).matches]


def scores(live: LiveRanker, need: Need) -> list[float]:
    return [match.score for match in live.current().rank(need).matches]


def test_offering_counts_from_the_moment_it_is_published() -> None:
    live = LiveRanker()
    assert found(live) == []

    offering, _owner = published_offering()
    db.session.commit()

    assert found(live) == [offering.id]


def test_edit_counts_in_the_next_call() -> None:
    offering, owner = published_offering()
    db.session.commit()
    live = LiveRanker()
    other = Need(text="医院远程超声检查机器人")
    before = live.current().rank(other).considered, scores(live, other)

    edit_offering(
        offering,
        OfferingContent(
            title="远程超声机器人",
            summary="医院远程超声检查机器人，支持远程诊断与基层帮扶。",
            sector=offering.sector,
            scenes=offering.scenes,
        ),
        seen_version=offering.version,
        actor=owner,
    )
    db.session.commit()

    assert live.current().rank(other).considered == before[0]
    assert scores(live, other)[0] > max(before[1], default=0) + 20


def test_withdrawn_offering_is_gone_in_the_next_call() -> None:
    offering, owner = published_offering()
    db.session.commit()
    live = LiveRanker()
    assert found(live) == [offering.id]

    withdraw_offering(offering, actor=owner)
    db.session.commit()

    assert found(live) == []


def test_offering_of_a_suspended_organisation_is_gone() -> None:
    offering, _owner = published_offering()
    db.session.commit()
    live = LiveRanker()
    assert found(live) == [offering.id]

    offering.organisation.state = OrganisationState.SUSPENDED
    queue_index("organisation", offering.organisation_id)
    db.session.commit()

    assert found(live) == []


def test_new_alias_of_a_scene_is_understood_in_the_next_call() -> None:
    offering, _owner = published_offering()
    db.session.commit()
    live = LiveRanker()
    need = Need(text="我们要搞铁牛自己跑")
    assert not live.current().rank(need).scenes

    put_scene(offering.scenes[0], {"aliases": ["铁牛自己跑"]}, capabilities=[], actor=None)
    db.session.commit()

    [scene] = live.current().rank(need).scenes
    assert scene.slug == offering.scenes[0].slug


def test_two_processes_agree_whatever_each_has_seen() -> None:
    first, second = LiveRanker(), LiveRanker()
    one, owner = published_offering("矿用卡车无人驾驶改造一")
    db.session.commit()
    assert found(first) == [one.id]
    two, _owner = published_offering("矿用卡车无人驾驶改造二")
    withdraw_offering(one, actor=owner)
    db.session.commit()

    assert found(first) == found(second) == [two.id]


def test_row_numbered_early_but_committed_late_is_not_missed() -> None:
    live = LiveRanker()
    live.current()
    live._latest = LOOK_BACK // 2  # another transaction has already shown a higher number

    offering, _owner = published_offering()
    db.session.commit()

    assert found(live) == [offering.id]


def test_failed_refresh_is_made_up_for_in_the_next_call(monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveRanker()
    live.current()
    offering, _owner = published_offering()
    db.session.commit()
    with monkeypatch.context() as broken:
        broken.setattr("matchmaker.matching.queries.live.offering_records", _fail)
        with pytest.raises(OSError, match="database is away"):
            live.current()

    assert found(live) == [offering.id]


def _fail(_ids: object = None) -> None:
    raise OSError("database is away")
