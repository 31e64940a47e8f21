"""The funnel of a small world counted by hand, narrowed and divided, and why pairs were lost."""

from dataclasses import replace
from datetime import date

import pytest
from factories.funnel import YEAR, funnel_world
from sqlalchemy import select

from matchmaker.accounts.enums import FirmSize
from matchmaker.db import db
from matchmaker.engagements.enums import CloseReason
from matchmaker.insight.enums import Dimension, FunnelStep
from matchmaker.insight.models.snapshots import Snapshot
from matchmaker.insight.operations.snapshots import take_snapshots
from matchmaker.insight.queries.funnel import Funnel, funnel
from matchmaker.insight.queries.kept_figures import fairness_totals, funnel_totals
from matchmaker.insight.queries.scope import Scope
from matchmaker.matching.enums import UnfitReason

ALL = Scope(*YEAR)


@pytest.fixture(autouse=True)
def _world(session: None) -> None:
    assert session is None
    funnel_world()


def reached(found: Funnel) -> list[int]:
    return [line.reached for line in found.lines]


def passed(found: Funnel) -> list[int]:
    return [line.passed for line in found.lines]


def test_every_step_counts_what_is_on_record() -> None:
    found = funnel(ALL)

    assert found.demands == 2
    assert [line.step for line in found.lines] == list(FunnelStep)
    assert reached(found) == [7, 4, 6, 5, 2, 2, 1, 1, 1, 1]


def test_nested_numbers_count_who_came_further_and_never_rise() -> None:
    found = funnel(ALL)

    assert passed(found) == [8, 7, 6, 5, 3, 2, 1, 1, 1, 1]
    assert [line.skipped for line in found.lines] == [1, 3, 0, 0, 1, 0, 0, 0, 0, 0]
    assert found.pairs == 8
    assert found.lines[5].of_first == 2 / 8
    assert found.lines[5].of_previous == 2 / 3
    assert found.lines[0].of_previous is None


def test_losses_are_told_by_the_step_reached_last() -> None:
    found = [(loss.step, loss.reason, loss.count, loss.share) for loss in funnel(ALL).losses]

    assert found == [
        (FunnelStep.VIEWED, UnfitReason.REGION, 1, 1.0),
        (FunnelStep.CONTACTED, CloseReason.PRICE, 1, 1.0),
        (FunnelStep.RESPONDED, CloseReason.SILENCE, 1, 1.0),
        (FunnelStep.MET, CloseReason.BETTER, 1, 1.0),
    ]


@pytest.mark.parametrize(
    ("narrowed", "numbers"),
    [
        ({"sector": "mining"}, [6, 5, 4, 3, 2, 1, 1, 1, 1, 1]),
        ({"sector": "ports"}, [2, 2, 2, 2, 1, 1, 0, 0, 0, 0]),
        ({"region": "150000"}, [6, 5, 4, 3, 2, 1, 1, 1, 1, 1]),
        ({"region": "310000"}, [0] * 10),
        ({"demand_size": FirmSize.LARGE}, [6, 5, 4, 3, 2, 1, 1, 1, 1, 1]),
        ({"provider_size": FirmSize.SMALL}, [3, 3, 2, 2, 2, 2, 1, 1, 1, 1]),
        ({"provider_size": FirmSize.MICRO}, [2, 2, 2, 2, 1, 0, 0, 0, 0, 0]),
        ({"until": date(2026, 10, 31)}, [6, 5, 4, 3, 2, 1, 1, 1, 1, 1]),
        ({"since": date(2026, 11, 1)}, [2, 2, 2, 2, 1, 1, 0, 0, 0, 0]),
        ({"since": date(2026, 11, 2)}, [0] * 10),
    ],
)
def test_a_scope_counts_its_pairs_alone(narrowed: dict[str, object], numbers: list[int]) -> None:
    assert passed(funnel(replace(ALL, **narrowed))) == numbers  # type: ignore[arg-type]


def test_losses_follow_the_scope() -> None:
    small = funnel(replace(ALL, provider_size=FirmSize.SMALL)).losses
    ports = funnel(replace(ALL, sector="ports")).losses

    assert [(loss.reason, loss.count) for loss in small] == [(UnfitReason.REGION, 1)]
    assert [(loss.reason, loss.count) for loss in ports] == [(CloseReason.SILENCE, 1)]


def test_groups_of_each_dimension_add_up() -> None:
    found = funnel(ALL)

    by = {
        name: {group.key: [line.passed for line in group.lines][:6] for group in groups}
        for name, groups in found.groups.items()
    }
    mining, ports = [6, 5, 4, 3, 2, 1], [2, 2, 2, 2, 1, 1]
    assert by == {
        Dimension.QUARTER: {"2026-07-01": mining, "2026-10-01": ports},
        Dimension.SECTOR: {"mining": mining, "ports": ports},
        Dimension.REGION: {"15": mining, "": ports},
        Dimension.DEMAND_SIZE: {"large": mining, "": ports},
        Dimension.PROVIDER_SIZE: {
            "small": [3, 3, 2, 2, 2, 2],
            "micro": [2, 2, 2, 2, 1, 0],
            "": [3, 2, 2, 1, 0, 0],
        },
    }


def test_nothing_is_counted_as_nothing() -> None:
    found = funnel(replace(ALL, since=date(2020, 1, 1), until=date(2020, 3, 31)))

    assert (found.demands, found.pairs, list(found.losses)) == (0, 0, [])
    assert found.lines[3].of_first is None


def test_a_day_keeps_its_figures() -> None:
    take_snapshots({"funnel": funnel_totals, "fairness": fairness_totals})
    take_snapshots({"funnel": dict})

    kept = {row.kind: row.data for row in db.session.scalars(select(Snapshot))}
    assert kept["funnel"]["steps"]["awarded"] == [2, 2]
    assert kept["funnel"]["groups"]["sector"]["ports"]["matched"] == [2, 2]
    assert ["met", "better", 1] in kept["funnel"]["losses"]
    assert kept["fairness"]["offerings"] == 7
