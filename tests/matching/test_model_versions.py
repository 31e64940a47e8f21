"""A version of the matching model from draft to retirement, and what ranks meanwhile."""

from itertools import product

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import sector
from factories.models import FIGURES, activated, evaluated, first_model, model_content, weights
from factories.people import account
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.matching import policies
from matchmaker.matching.enums import MODEL_TRANSITIONS, ModelState
from matchmaker.matching.models import ModelVersion
from matchmaker.matching.operations import models as operations
from matchmaker.matching.operations.models import (
    activate_model,
    content_of,
    discard_draft,
    draft_model,
    edit_model,
    put_first_model,
    record_evaluation,
)
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.models import active_version, current_model, scoring_model
from matchmaker.matching.scoring.model import FIRST_MODEL, SIGNALS
from matchmaker.matching.scoring.records import Need

pytestmark = pytest.mark.usefixtures("session")
NEED = Need(text="露天煤矿需要无人驾驶矿卡运输")


@pytest.mark.parametrize(("state", "target"), list(product(ModelState, ModelState)))
def test_a_version_moves_only_as_the_table_says(state: ModelState, target: ModelState) -> None:
    version = ModelVersion(state=state)
    if target in MODEL_TRANSITIONS[state]:
        operations._move(version, target)
        assert version.state is target
    else:
        with pytest.raises(ConflictError):
            operations._move(version, target)
        assert version.state is state


def test_built_in_model_ranks_until_another_is_active() -> None:
    assert current_model() is FIRST_MODEL

    assert put_first_model(actor=None)
    assert not put_first_model(actor=None)

    version = active_version()
    assert version
    assert (version.number, version.name) == (1, FIRST_MODEL.name)
    assert current_model().weights == pytest.approx(dict(FIRST_MODEL.weights))
    assert current_model().number == 1


def test_active_model_counts_in_the_next_ranking_of_every_process() -> None:
    published_offering()
    first_model()
    db.session.commit()
    before = live_ranker().rank(NEED)
    assert before.model_number == 1

    version = activated(account(staff=StaffRole.ADMINISTRATOR), weights=weights(text=100.0))
    db.session.commit()

    after = live_ranker().rank(NEED)
    assert (after.model, after.model_number) == (version.name, 2)
    assert {part.name: part.weight for part in after.matches[0].signals} == weights(text=100.0)


def test_activating_retires_the_one_that_ranked_and_both_leave_a_trace() -> None:
    first = first_model()
    curator = account(staff=StaffRole.ADMINISTRATOR)

    version = activated(curator)

    assert version.state is ModelState.ACTIVE
    assert version.activated_by_id == curator.id
    assert first.state is ModelState.RETIRED
    assert first.retired_at == clock.now()
    actions = [row.action for row in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert actions == [
        "model.added", "model.drafted", "model.evaluated", "model.retired", "model.activated",
    ]  # fmt: skip


def test_retired_version_ranks_again_only_after_a_new_evaluation() -> None:
    first = first_model()
    activated(None)

    with pytest.raises(ConflictError, match="评估"):
        activate_model(first, seen_version=first.version, actor=None)
    record_evaluation(first, FIGURES, actor=None)
    activate_model(first, seen_version=first.version, actor=None)

    assert active_version() is first


def test_database_refuses_a_second_active_version() -> None:
    first_model()
    other = draft_model(model_content(), actor=None)

    other.state, other.activated_at = ModelState.ACTIVE, clock.now()

    with pytest.raises(IntegrityError):
        db.session.flush()


def test_draft_is_not_activated() -> None:
    version = draft_model(model_content(), actor=None)

    with pytest.raises(ConflictError, match="评估"):
        activate_model(version, seen_version=version.version, actor=None)


def test_version_changed_since_its_figures_were_shown_is_not_activated() -> None:
    version = evaluated(None)
    seen = version.version
    version.notes = "改过"
    db.session.flush()

    with pytest.raises(ConflictError):
        activate_model(version, seen_version=seen, actor=None)


def test_edited_weights_lose_the_figures_and_other_words_do_not() -> None:
    curator = account(staff=StaffRole.ADMINISTRATOR)
    version = evaluated(curator)

    edit_model(version, model_content(notes="说明"), seen_version=version.version, actor=curator)
    assert (version.state, version.figures) == (ModelState.EVALUATED, FIGURES)
    changed = model_content(weights=weights(text=50.0, scene=50.0))
    db.session.flush()
    edit_model(version, changed, seen_version=version.version, actor=curator)

    assert (version.state, version.figures) == (ModelState.DRAFT, {})


def test_what_ranked_is_neither_edited_nor_deleted() -> None:
    curator = account(staff=StaffRole.ADMINISTRATOR)
    first = first_model()

    with pytest.raises(ConflictError, match="新草稿"):
        edit_model(first, model_content(), seen_version=first.version, actor=curator)
    with pytest.raises(ConflictError, match="不能删除"):
        discard_draft(first, actor=curator)


def test_two_people_editing_do_not_overwrite_each_other() -> None:
    curator = account(staff=StaffRole.ADMINISTRATOR)
    version = draft_model(model_content(), actor=curator)

    with pytest.raises(ConflictError):
        edit_model(version, model_content(), seen_version=version.version + 1, actor=curator)


def test_draft_can_be_thrown_away() -> None:
    curator = account(staff=StaffRole.ADMINISTRATOR)
    version = draft_model(model_content(), actor=curator)

    discard_draft(version, actor=curator)
    db.session.flush()

    assert db.session.query(ModelVersion).count() == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"weights": weights(text=99.0)}, "weights", "还差 1"),
        ({"weights": weights(text=90.0, scene=20.5)}, "weights", "超出 100 共 10.5"),
        ({"weights": weights(text=-5.0, scene=105.0)}, "weights", "0 到 100"),
        ({"weights": weights(text=float("nan"))}, "weights", "0 到 100"),
        ({"off": ["text", "scene"]}, "weights", "都关掉了"),
        ({"floor": 101.0}, "floor", "门槛"),
        ({"floor": float("nan")}, "floor", "门槛"),
        ({"name": ""}, "name", "名字"),
        ({"overrides": {"nowhere": weights(text=100.0)}}, "overrides", "nowhere"),
        ({"overrides": {"mining-truck": weights(text=1.0)}}, "overrides", "还差 99"),
    ],
)
def test_what_cannot_rank_is_refused_with_the_words_to_mend_it(
    changes: dict[str, object], field: str, words: str
) -> None:
    sector()

    with pytest.raises(DomainError, match=words) as refused:
        draft_model(model_content(**changes), actor=None)

    assert refused.value.field == field


def test_signal_switched_off_leaves_its_weight_to_the_others() -> None:
    version = draft_model(
        model_content(weights=weights(text=60.0, scene=20.0, region=20.0), off=["region"]),
        actor=None,
    )

    assert scoring_model(version).weights == pytest.approx(weights(text=75.0, scene=25.0))
    assert content_of(version).weights["region"] == 20.0


def test_version_with_signals_the_program_no_longer_knows_still_ranks() -> None:
    version = ModelVersion(
        number=7, name="旧", weights={"text": 50.0, "paid": 50.0}, floor=10.0, overrides={}, off=[]
    )

    assert scoring_model(version).weights == weights(text=100.0)


def test_scene_with_weights_of_its_own() -> None:
    sector()
    own = weights(scene=100.0)
    version = draft_model(model_content(overrides={"mining-truck": own}), actor=None)

    assert scoring_model(version).overrides == {"mining-truck": own}


@pytest.mark.one_database
@pytest.mark.parametrize("role", list(StaffRole))
def test_only_administrators_shape_models(role: StaffRole) -> None:
    person = account(staff=role)
    version = evaluated(None)
    shapes = role is StaffRole.ADMINISTRATOR

    assert policies.may_see_models(person)
    assert policies.may_shape_models(person) is shapes
    assert policies.may_edit_model(person, version) is shapes
    assert policies.may_activate(person, version) is shapes
    assert policies.may_grade(person) is (shapes or role is StaffRole.REVIEWER)


def test_others_do_not_even_see_models() -> None:
    for person in (None, account()):
        assert not policies.may_see_models(person)
        assert not policies.may_shape_models(person)
        assert not policies.may_grade(person)
    assert set(current_model().weights) == set(SIGNALS)
