"""Loading the seeds: complete, through the operations, harmless to repeat."""

import pytest

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Case, Offering, Promise
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.insight.models.cities import CityFigure
from matchmaker.jobs.models import OutboxRow
from matchmaker.programmes.documents import public_showcases
from matchmaker.taxonomy.models import Scene, Standard
from seeds.files import read_abroad, read_promises, read_showcases
from seeds.loader import Loaded, load

pytestmark = pytest.mark.usefixtures("session")


def load_all() -> Loaded:
    loaded = load(lambda _kind, rows: rows)
    db.session.commit()
    return loaded


def test_loaded_facts_are_complete_sourced_and_loading_again_changes_nothing() -> None:
    first = load_all()

    assert first.changed == first.rows
    assert db.session.query(Scene).count() == 229
    assert db.session.query(Standard).count() == 108
    assert db.session.query(CityFigure).count() == 20
    cases = db.session.query(Case).all()
    assert len(cases) == 135
    assert all(case.source_url for case in cases)
    assert sum(1 for case in cases if case.scenes) / len(cases) >= 0.95
    offerings = db.session.query(Offering).all()
    assert all(row.state is OfferingState.PUBLISHED and row.cases for row in offerings)
    promises = db.session.query(Promise).all()
    assert len(promises) == len(read_promises())
    assert all(row.case in row.offering.cases and row.reviewed_at for row in promises)
    assert all(row.evidence_url == row.case.source_url for row in promises if row.case)
    notices = db.session.query(Demand).all()
    assert len(notices) == 22
    assert all(row.state is DemandState.NOTICE and row.source_url for row in notices)
    shown = db.session.scalars(public_showcases()).all()
    assert len(shown) == len(read_showcases())
    assert all(row.title_en and row.problem_en and row.solution_en for row in shown)
    assert all(part.role_en for row in shown for part in row.parts)
    recommended = [row for row in shown if row.is_for_abroad]
    assert len(recommended) == len(read_abroad().showcases)
    assert all(row.summary_en and row.is_translated for row in recommended)
    assert {figure.source_url for row in shown for figure in row.figures} == {
        row.source_url for row in shown
    }
    events = db.session.query(AuditEvent).count()
    queued = db.session.query(OutboxRow).count()

    again = load_all()

    assert set(again.changed.values()) == {0}
    assert db.session.query(AuditEvent).count() == events
    assert db.session.query(OutboxRow).count() == queued


def test_drift_is_mended_but_what_its_own_people_say_stays() -> None:
    load_all()
    claimed = db.session.query(Organisation).filter_by(key="P002").one()
    claimed.state = OrganisationState.ACTIVE
    claimed.uscc = "914403001922038216"
    claimed.name = "华为技术有限公司"
    offering = db.session.query(Offering).first()
    assert offering is not None
    title, offering.title = offering.title, "改坏的标题"
    db.session.commit()

    changed = load_all().changed

    assert claimed.name == "华为技术有限公司"
    assert offering.title == title
    assert changed["offerings"] == 1
