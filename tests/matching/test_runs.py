"""Evaluating and fitting: asked for, done by the worker, told in the run; and at a terminal."""

import json

import pytest
from click.testing import CliRunner, Result
from conftest import Store
from factories.catalogue_rows import published_offering
from factories.demands import open_demand, sector
from factories.models import first_model, model_content, weights
from factories.people import account
from flask import Flask

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.app import outbox_handlers
from matchmaker.cli import main
from matchmaker.db import db, own_transaction
from matchmaker.errors import ConflictError
from matchmaker.jobs.worker import run_once
from matchmaker.matching.enums import ModelState, RunKind, RunState
from matchmaker.matching.models import ModelRun, ModelVersion
from matchmaker.matching.operations.judging import add_need, grade_pair, start_set
from matchmaker.matching.operations.models import draft_model
from matchmaker.matching.operations.runs import (
    draft_learned,
    request_evaluation,
    request_learning,
)
from matchmaker.matching.queries import benches
from matchmaker.matching.queries.models import active_version, latest_run
from seeds.files.judged import JudgedFiles, judged_files


@pytest.fixture
def curator() -> Account:
    return account(staff=StaffRole.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def _few_needs(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Measure on the first needs of the real development set, to be quick."""
    real = judged_files()[0]
    short = tmp_path_factory.mktemp("judged") / "queries.jsonl"
    lines = real.queries.read_text(encoding="utf-8").splitlines(keepends=True)
    short.write_text("".join(lines[:12]), encoding="utf-8")
    few = JudgedFiles(real.name, real.docs, short, real.qrels)
    monkeypatch.setattr(benches, "judged_files", lambda: (few,))


def work() -> None:
    db.session.commit()
    while run_once(outbox_handlers()):
        pass
    db.session.rollback()


@pytest.mark.usefixtures("session")
def test_evaluation_puts_figures_on_record_beside_the_active_model(curator: Account) -> None:
    first_model()
    version = draft_model(model_content(weights=weights(text=100.0)), actor=curator)
    run = request_evaluation(version, actor=curator)
    work()

    assert (run.state, run.done, run.total) == (RunState.DONE, 12, 12)
    assert version.state is ModelState.EVALUATED
    [found] = version.figures["sets"]
    assert (found["needs"], found["offerings"]) == (12, 135)
    assert version.figures["active"] == 1
    for way in ("ours", "active", "bm25"):
        assert 0.4 < found[way]["nDCG@10"] <= 1


@pytest.mark.usefixtures("session")
def test_set_staff_graded_is_measured_with_what_is_published(curator: Account) -> None:
    sector()
    offering, _owner = published_offering()
    demand, _person = open_demand()
    judged = start_set("一月", "", actor=curator)
    [pair] = add_need(judged, demand, actor=curator).pairs
    first = first_model()
    assert [bench.name for bench in benches.benches()][1:] == []

    grade_pair(pair, 3, actor=curator)
    db.session.expire_all()
    request_evaluation(first, actor=curator)
    work()

    found = first.figures["sets"][1]
    assert (found["name"], found["needs"], found["offerings"]) == ("一月", 1, 1)
    assert found["ours"]["hit@1"] == found["bm25"]["hit@1"] == 1.0
    assert json.loads(next(benches.qrels_lines(judged)))["doc"] == offering.id


@pytest.mark.usefixtures("session")
def test_model_changed_meanwhile_keeps_no_figures(
    curator: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = draft_model(model_content(), actor=curator)
    run = request_evaluation(version, actor=curator)
    db.session.commit()
    number = version.id

    def changed_meanwhile() -> tuple[JudgedFiles, ...]:
        with own_transaction() as other:
            other.get_one(ModelVersion, number).notes = "改过"
        return ()

    monkeypatch.setattr(benches, "judged_files", changed_meanwhile)
    work()

    assert run.state is RunState.FAILED
    assert "改动" in run.error
    assert version.figures == {}


@pytest.mark.usefixtures("session")
def test_what_fails_is_told_and_not_tried_again(
    curator: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = request_learning(actor=curator)
    monkeypatch.setattr(benches, "judged_files", lambda: ())
    work()

    assert run.state is RunState.FAILED
    assert "至少要" in run.error
    assert run.finished_at is not None
    with pytest.raises(ConflictError, match="没有结果"):
        draft_learned(run, name="拟合", actor=curator)


@pytest.mark.usefixtures("session")
def test_one_run_at_a_time(curator: Account) -> None:
    version = draft_model(model_content(), actor=curator)
    request_evaluation(version, actor=curator)

    with pytest.raises(ConflictError, match="等它完成"):
        request_evaluation(version, actor=curator)
    request_learning(actor=curator)
    with pytest.raises(ConflictError, match="等它完成"):
        request_learning(actor=curator)


@pytest.mark.usefixtures("session")
def test_fitted_weights_become_a_draft_and_nothing_more(curator: Account) -> None:
    first = first_model()
    request_learning(actor=curator)
    work()
    run = latest_run(RunKind.LEARNING)
    assert run
    assert run.state is RunState.DONE, run.error

    draft = draft_learned(run, name="拟合的权重", actor=curator)
    db.session.flush()

    assert active_version() is first
    assert draft.state is ModelState.DRAFT
    assert round(sum(draft.weights.values()), 6) == 100
    assert draft.learned["needs"] == run.result["needs"] >= 10
    assert len(run.result["folds"]) == 5


def model_command(app: Flask, store: Store, *words: str) -> Result:
    environ = {"DATABASE_URL": store.url, "INSTANCE_PATH": app.instance_path}
    return CliRunner().invoke(main, ["model", *words], env=environ)


def test_terminal_lists_shows_evaluates_and_activates(app: Flask, store: Store) -> None:
    with app.app_context():
        first_model()
        draft_model(model_content(), actor=None)
        db.session.commit()

    refused = model_command(app, store, "activate", "2")
    evaluated = model_command(app, store, "evaluate", "2", "--json")
    activated = model_command(app, store, "activate", "2")
    shown = model_command(app, store, "show", "2")
    listed = model_command(app, store, "list", "--json")

    assert (refused.exit_code, "评估" in refused.stderr) == (2, True)
    assert json.loads(evaluated.stdout)["figures"]["sets"][0]["needs"] == 12
    assert activated.exit_code == 0, activated.output
    assert "nDCG@10" in shown.stdout
    assert [(row["number"], row["state"]) for row in json.loads(listed.stdout)] == [
        (2, "active"),
        (1, "retired"),
    ]
    assert model_command(app, store, "list").exit_code == 0


def test_terminal_learns_and_refuses_what_is_not_there(app: Flask, store: Store) -> None:
    learned = model_command(app, store, "learn", "--draft", "拟合", "--json")
    table = model_command(app, store, "learn")
    few = model_command(app, store, "learn", "--outcomes")
    missing = model_command(app, store, "show", "9")

    assert learned.exit_code == 0, learned.output
    assert json.loads(learned.stdout)["needs"] >= 10
    assert "没参与拟合的需求上" in table.stdout
    assert (few.exit_code, "对接结果还太少" in few.stderr) == (2, True)
    assert (missing.exit_code, "没有第 9 版" in missing.stderr) == (2, True)
    with app.app_context():
        [draft] = db.session.query(ModelVersion)
        assert (draft.name, draft.state) == ("拟合", ModelState.DRAFT)


@pytest.mark.usefixtures("session")
def test_a_run_that_is_gone_or_ended_is_left_alone(curator: Account) -> None:
    version = draft_model(model_content(), actor=curator)
    run = request_evaluation(version, actor=curator)
    db.session.delete(run)
    work()

    assert db.session.query(ModelRun).count() == 0
