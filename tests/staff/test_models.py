"""Staff pages of models: drafting, previewing, activating; exposure."""

import re

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import open_demand, region
from factories.engagements import engaged, sold
from factories.models import evaluated, first_model, model_content
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.engagements.enums import CloseReason, EngagementState
from matchmaker.matching.enums import ModelState, RunKind
from matchmaker.matching.models import ModelVersion
from matchmaker.matching.operations.models import draft_model
from matchmaker.matching.queries.models import latest_run, version_numbered
from matchmaker.matching.scoring.exposure import gini
from matchmaker.matching.scoring.model import SIGNALS
from matchmaker.matching.scoring.outcome_pairs import LEAST_OUTCOME_DEMANDS


@pytest.fixture
def numbers(app: Flask) -> tuple[int, int]:
    """The first model active and a draft; an offering and a demand to try it on."""
    with app.app_context():
        region()
        published_offering()
        open_demand()
        first = first_model()
        draft = draft_model(model_content(), actor=None)
        db.session.commit()
        return first.id, draft.id


@pytest.fixture
def curator(app: Flask, client: PageClient) -> PageClient:
    sign_in_as(app, client, StaffRole.ADMINISTRATOR)
    return client


def sign_in_as(app: Flask, client: PageClient, role: StaffRole | None) -> None:
    with app.app_context():
        person = account(staff=role)
        db.session.commit()
        number = person.id
    sign_in(app, client, number)


def typed(**changes: object) -> dict[str, object]:
    """What the browser sends of a draft: 60 points for the text, 40 for the scene."""
    points = {f"weight_{name}": "0" for name in SIGNALS}
    on = {f"on_{name}": "y" for name in SIGNALS}
    values = {"weight_text": "60", "weight_scene": "40", "name": "偏重场景", "floor": "15"}
    return {**points, **on, **values, **changes}


def state_of(app: Flask, number: int) -> ModelState:
    with app.app_context():
        version = version_numbered(number)
        assert version
        return version.state


def test_models_are_for_staff_and_changing_them_for_curators(
    app: Flask, client: PageClient, numbers: tuple[int, int]
) -> None:
    edit = f"/staff/models/{numbers[1]}/edit"
    assert client.get("/staff/models").status_code == 303
    sign_in_as(app, client, None)
    assert client.get("/staff/models").status_code == 404
    sign_in_as(app, client, StaffRole.AUDITOR)

    assert "偏重场景" in client.get("/staff/models").text
    assert client.get(edit).status_code == 404
    assert "复制为新草稿" not in client.get(f"/staff/models/{numbers[0]}").text


def test_saved_draft_shows_what_was_typed(
    app: Flask, curator: PageClient, numbers: tuple[int, int]
) -> None:
    edit = f"/staff/models/{numbers[1]}/edit"
    version = {"version": "1"}
    own = {"overrides-0-scene": "mining-truck", "overrides-0-weight_text": "100"}

    saved = curator.submit(edit, typed(**version, **own, weight_text="55.5", weight_scene="44.5"))

    assert saved.status_code == 303, saved.text
    page = curator.get(saved.location).text
    assert "55.5" in page
    assert "无人矿卡" in page
    with app.app_context():
        draft = version_numbered(2)
        assert draft
        assert draft.overrides["mining-truck"]["text"] == 100.0
        assert draft.floor == 15.0


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weight_text": "61"}, "超出 100 共 1"),
        ({"weight_text": "viel"}, "请填 0 到 100 之间的数"),
        ({"weight_text": ""}, "还差 60"),
        ({"weight_text": "nan"}, "0 到 100"),
        ({"floor": "101"}, "门槛"),
        ({"overrides-0-scene": "mining-truck", "overrides-0-weight_text": "7"}, "还差 93"),
        ({"overrides-0-scene": "nowhere", "overrides-0-weight_text": "100"}, "#overrides-0-scene"),
        ({"name": ""}, "#name"),
        ({"version": "7"}, "已被改动"),
    ],
)
def test_draft_that_cannot_rank_comes_back_with_what_was_typed(
    curator: PageClient, numbers: tuple[int, int], changes: dict[str, object], words: str
) -> None:
    edit = f"/staff/models/{numbers[1]}/edit"

    refused = curator.submit(edit, typed(**{"version": "1", "notes": "别丢", **changes}))

    assert refused.status_code in {409, 422}
    assert words in refused.text
    assert "请先改正下面的问题" in refused.text
    assert "别丢" in refused.text
    assert f'value="{changes.get("weight_text", "60")}"' in refused.text


def test_late_save_shows_what_is_saved_and_can_be_sent_again(
    curator: PageClient, numbers: tuple[int, int]
) -> None:
    edit = f"/staff/models/{numbers[1]}/edit"
    curator.submit(edit, typed(version="1", name="同事起的名", notes="同事写的"))

    late = curator.submit(edit, typed(version="1", name="我起的名"))
    again = curator.submit(edit, typed(version="2", name="我起的名"))

    for words in ("已保存的内容", "同事起的名", "同事写的", "我起的名"):
        assert words in late.text
    assert (late.status_code, again.status_code) == (409, 303)
    assert 'name="version" type="hidden" value="2"' in late.text


def test_preview_shows_both_rankings_and_saves_nothing(
    app: Flask, curator: PageClient, numbers: tuple[int, int]
) -> None:
    edit, preview = (f"/staff/models/{numbers[1]}/{word}" for word in ("edit", "preview"))
    text = {"text": "露天煤矿需要无人驾驶矿卡运输", "weight_text": "100", "weight_scene": "0"}

    whole = curator.submit(edit, typed(**text), to=preview)
    part = curator.submit(edit, typed(**text), to=preview, headers={"HX-Request": "true"})
    chosen = curator.submit(edit, typed(demand="1"), to=preview)
    wrong = curator.submit(
        edit, typed(**{**text, "weight_text": "3"}), to=preview, headers={"HX-Request": "true"}
    )

    for page in (whole, part, chosen):
        assert "排名变化" in page.text
        assert "矿用卡车无人驾驶改造" in page.text
    assert part.text.lstrip().startswith("<h2>")
    assert "还差 97" in wrong.text
    with app.app_context():
        draft = version_numbered(2)
        assert draft
        assert draft.weights["text"] == 60.0


def test_evaluation_is_asked_for_and_told(
    app: Flask, curator: PageClient, numbers: tuple[int, int]
) -> None:
    path = f"/staff/models/{numbers[1]}"

    asked = curator.submit(path, to=f"{path}/evaluate", follow_redirects=True)
    again = curator.submit(path, to=f"{path}/evaluate")

    assert "等待中" in asked.text
    assert again.status_code == 409
    assert "hx-get" in curator.get(path, headers={"HX-Request": "true"}).text
    with app.app_context():
        assert latest_run(RunKind.EVALUATION)


def test_activation_goes_over_the_page_with_the_figures(
    app: Flask, curator: PageClient, numbers: tuple[int, int]
) -> None:
    assert curator.get(f"/staff/models/{numbers[1]}/activate").status_code == 404
    with app.app_context():
        version = evaluated(None, name="第二")
        db.session.commit()
        confirm, seen = f"/staff/models/{version.id}/activate", version.version

    assert "确认启用" in curator.get(confirm).text
    stale = curator.submit(confirm, {"version": seen + 5})
    done = curator.submit(confirm, {"version": seen})

    assert (stale.status_code, done.status_code) == (409, 303)
    assert state_of(app, 3) is ModelState.ACTIVE
    assert state_of(app, 1) is ModelState.RETIRED
    assert "第二" in curator.get("/staff/models").text


def test_copy_and_discard(app: Flask, curator: PageClient, numbers: tuple[int, int]) -> None:
    path = f"/staff/models/{numbers[0]}"
    copied = curator.submit(path, to=f"{path}/copy")
    assert copied.location.endswith("/edit")
    model = copied.location.removesuffix("/edit")

    gone = curator.submit(model, to=f"{model}/discard")

    assert gone.status_code == 303
    with app.app_context():
        assert db.session.query(ModelVersion).count() == 2


def test_fitting_is_asked_for_on_its_page(app: Flask, curator: PageClient) -> None:
    path = "/staff/models/learning"
    assert "还没有拟合过" in curator.get(path).text
    early = curator.submit(path, to=f"{path}/draft")

    asked = curator.submit(path, follow_redirects=True)

    assert early.status_code == 409
    assert "等待中" in asked.text
    with app.app_context():
        assert latest_run(RunKind.LEARNING)


def test_outcomes_are_learned_from_once_there_are_enough(app: Flask, curator: PageClient) -> None:
    path = "/staff/models/learning"
    with app.app_context():
        offerings = [sold(title) for title in ("甲", "乙", "丙")]
        demands = [open_demand()[0] for _at in range(LEAST_OUTCOME_DEMANDS)]
        for demand in demands[1:]:
            engaged(demand, offerings[0], is_shortlisted=True)
            for other in offerings[1:]:
                reason = CloseReason.REQUIREMENTS
                engaged(demand, other, EngagementState.NOT_CHOSEN, close_reason=reason)
        db.session.commit()
        names = [row.organisation.name for row in offerings]

    few = curator.get(path).text
    refused = curator.submit(path, {"outcomes": "y"})
    with app.app_context():
        assert latest_run(RunKind.LEARNING) is None
        demand = db.session.merge(demands[0])
        engaged(demand, db.session.merge(offerings[0]), is_shortlisted=True)
        reason = CloseReason.EVIDENCE
        merged = db.session.merge(offerings[1])
        engaged(demand, merged, EngagementState.NOT_CHOSEN, close_reason=reason)
        db.session.commit()
    enough = curator.get(path).text
    asked = curator.submit(path, {"outcomes": "y"}, follow_redirects=True)

    assert "57 个，来自 19 条需求" in few
    assert "左右所有人看到的名次" in few
    assert re.search(r'<input[^>]* disabled [^>]*id="outcomes"', few)
    assert (refused.status_code, "还太少" in refused.text) == (422, True)
    assert "59 个，来自 20 条需求" in enough
    assert not re.search(r'<input[^>]* disabled [^>]*id="outcomes"', enough)
    assert not any(name in enough for name in names)
    assert "等待中" in asked.text


def test_model_fitted_to_outcomes_says_so(app: Flask, curator: PageClient) -> None:
    judged = {"needs": 84, "pairs": 1400, "fitted": 0.9, "hand_set_measure": 0.89}
    with app.app_context():
        learned = {**judged, "outcome_needs": 24, "outcome_pairs": 61}
        numbers = [
            draft_model(model_content(), actor=None, learned=found) for found in (judged, learned)
        ]
        db.session.commit()
        without, with_outcomes = (f"/staff/models/{row.id}" for row in numbers)

    assert "24 条需求的 61 个对接结果" in curator.get(with_outcomes).text
    assert "对接结果" not in curator.get(without).text


@pytest.mark.parametrize(
    ("amounts", "value"), [([], None), ([0, 0], None), ([3, 3, 3], 0.0), ([0, 0, 0, 8], 0.75)]
)
def test_gini(amounts: list[int], value: float | None) -> None:
    assert gini(amounts) == (None if value is None else pytest.approx(value))


def test_gini_of_negative_amounts_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        gini([1, -1])
