"""What is kept is good until a table it was made from changes, whoever changed it."""

from conftest import Store
from factories.catalogue import offering as offering_row
from factories.catalogue import provider
from sqlalchemy import create_engine, delete, func, insert, select, text, update

from matchmaker.catalogue.models import Offering, Promise
from matchmaker.db import db, engine_options
from matchmaker.demands.models import Demand
from matchmaker.jobs.changes import KEPT, marks, purge_table_changes, reads
from matchmaker.jobs.kept import kept
from matchmaker.jobs.models import TableChange


def titles() -> list[str]:
    """Give the titles of all offerings, made once and kept."""
    return kept("titles", lambda: list(db.session.scalars(select(Offering.title))))


def test_a_value_is_made_once_until_what_it_was_made_from_changes(session: None) -> None:
    del session
    offering = offering_row(provider(), "甲")
    db.session.commit()
    made = []

    def make() -> int:
        made.append(1)
        return db.session.scalar(select(func.count()).select_from(Offering)) or 0

    assert [kept("count", make), kept("count", make)] == [1, 1]
    db.session.execute(insert(TableChange).values(name="demand"))
    db.session.commit()
    assert kept("count", make) == 1
    assert len(made) == 1
    offering.title = "乙"
    db.session.commit()
    assert kept("count", make) == 1
    assert len(made) == 2


def test_a_change_of_another_process_counts_in_the_next_question(
    session: None, store: Store
) -> None:
    del session
    offering_row(provider(), "甲")
    db.session.commit()
    assert titles() == ["甲"]
    db.session.rollback()  # the next request
    other = create_engine(**engine_options(store.url))
    with other.begin() as connection:
        connection.execute(update(Offering).values(title="乙"))
    assert titles() == ["乙"]
    db.session.rollback()
    with other.begin() as connection:  # by words of its own, and rows that fall with others
        connection.execute(text("DELETE FROM offering_scene"))
        connection.execute(text("DELETE FROM offering"))
    other.dispose()
    assert titles() == []


def test_what_was_not_committed_is_never_kept(session: None) -> None:
    del session
    offering = offering_row(provider(), "甲")
    db.session.commit()
    offering.title = "乙"
    assert titles() == ["乙"]
    db.session.rollback()
    assert titles() == ["甲"]


def test_what_a_savepoint_took_back_and_what_stayed_are_told(session: None) -> None:
    del session
    offering = offering_row(provider(), "甲")
    db.session.commit()
    assert titles() == ["甲"]
    offering.title = "乙"
    db.session.flush()
    nested = db.session.begin_nested()
    offering.title = "丙"
    db.session.flush()
    nested.rollback()
    db.session.commit()
    assert titles() == ["乙"]


def test_rows_that_fall_with_others_count_as_changed(session: None) -> None:
    del session
    offering_row(provider(), "甲")
    db.session.commit()
    before = marks()
    db.session.execute(delete(Offering))
    db.session.commit()
    after = marks()
    changed = {name for name in after if after[name] != before.get(name)}
    assert {"offering", "promise", "offering_scene", "offering_version"} <= changed
    assert "organisation" not in changed


def test_reads_names_the_tables_even_of_what_was_kept_before(session: None) -> None:
    del session
    titles()
    with reads() as outer:
        titles()
        with reads() as inner:
            db.session.scalars(select(Promise.id)).all()
    assert inner == {"promise"}
    assert outer == {"offering", "promise"}


def test_nothing_is_kept_that_rests_on_what_every_request_changes(session: None) -> None:
    del session
    made = []

    def make() -> int:
        made.append(1)
        return db.session.scalar(text("SELECT count(*) FROM attempt")) or 0

    assert kept("attempts", make) == kept("attempts", make) == 0
    assert len(made) == 2


def test_old_marks_go_and_values_stay_true(session: None) -> None:
    del session
    offering_row(provider(), "甲")
    db.session.commit()
    assert titles() == ["甲"]
    rows = [{"name": Demand.__tablename__}] * (KEPT + 100)
    db.session.execute(insert(TableChange), rows)
    db.session.commit()
    purge_table_changes()
    db.session.commit()
    kept_rows = db.session.scalar(select(func.count()).select_from(TableChange)) or 0
    assert KEPT <= kept_rows <= KEPT + 2
    assert titles() == ["甲"]
    db.session.execute(update(Offering).values(title="乙"))
    db.session.commit()
    assert titles() == ["乙"]
