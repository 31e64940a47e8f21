"""Every free word maps to the taxonomy, or says why not."""

import pytest
from factories.seeds_copy import SeedsCopy

from seeds.files import (
    SEEDS,
    Mappings,
    SeedError,
    read_cases,
    read_mappings,
    read_notices,
    read_providers,
)
from seeds.files.records import read_tsv


@pytest.fixture(scope="module")
def mappings() -> Mappings:
    return read_mappings()


def test_cases_have_scenes_but_for_those_listed_with_a_reason(mappings: Mappings) -> None:
    cases = read_cases()
    without = {case.key for case in cases if not case.scenes}

    assert len(cases) == 135
    assert len(without) / len(cases) <= 0.05
    assert without == mappings.unmapped & {case.key for case in cases}


def test_notices_have_scenes_but_for_those_listed_with_a_reason(mappings: Mappings) -> None:
    notices = read_notices()

    assert {row.key for row in notices if not row.scenes} == mappings.unmapped & {
        row.key for row in notices
    }


def test_word_without_counterpart_says_why() -> None:
    for name in ("sectors", "scenes", "capabilities", "regions", "provider_names"):
        for record in read_tsv(SEEDS, f"mapping/{name}.tsv"):
            assert record.text("basis") != "none" or record.has("note")


def test_mappings_hold_no_word_that_nobody_uses(mappings: Mappings) -> None:
    cases, providers, notices = read_cases(), read_providers(), read_notices()

    assert mappings.places.keys() == {
        row.place for rows in (cases, providers, notices) for row in rows if row.place
    }
    assert mappings.providers.rows.keys() == {part.name for case in cases for part in case.parts}


def test_place_below_a_prefecture_counts_as_its_prefecture(mappings: Mappings) -> None:
    assert mappings.places["山东莱州"].region == "370600"


def test_foreign_place_has_a_country_and_no_code(mappings: Mappings) -> None:
    assert (mappings.places["泰国曼谷"].region, mappings.places["泰国曼谷"].country) == (
        None,
        "泰国",
    )


def test_name_of_a_branch_is_the_provider_that_lists_it(mappings: Mappings) -> None:
    assert mappings.providers.rows["中国移动湖北公司"] == ("P011",)


def test_party_that_only_funds_is_no_provider(mappings: Mappings) -> None:
    assert mappings.providers.rows["泰国NBTC"] == ()


@pytest.mark.parametrize(
    ("file", "row", "problem"),
    [
        ("sectors", "煤炭\tno-such\tjudged\t", "unknown sector: no-such"),
        ("sectors", "医院\thealth\tjudged\t", "'医院' stands twice"),
        ("sectors", "煤炭\t\tnone\t", "note is missing"),
        ("sectors", "煤炭\tmining\tnone\twhy", "basis none goes with an empty target"),
        ("sectors", "煤炭\tmining\tguess\t", "unknown basis: 'guess'"),
        ("regions", "某地\t999999\t\texact\t", "unknown region: '999999'"),
        ("regions", "某地\t\t\texact\t", "basis exact does not go with this place"),
        ("regions", "某地\t\t\tnone\t", "note is missing"),
        ("regions", "北京\t110000\t\texact\t", "'北京' stands twice"),
        ("case_scenes", "C149\tmining-dispatch\tjudged\t", "not both"),
        (
            "case_scenes",
            "C999\tmining-dispatch;rail-maintenance;agri-robot;tour-museum\tjudged\t",
            "more than 3 scenes",
        ),
        ("provider_names", "某公司\tP999\texact\t", "unknown provider: P999"),
    ],
)
def test_broken_mapping_names_file_and_line(
    seeds_copy: SeedsCopy, file: str, row: str, problem: str
) -> None:
    line = seeds_copy.append(f"mapping/{file}.tsv", row)

    with pytest.raises(SeedError, match=problem) as caught:
        read_mappings(seeds_copy.root)

    assert (caught.value.file, caught.value.line) == (f"mapping/{file}.tsv", line)


def test_record_listed_twice_as_unmapped_is_refused(seeds_copy: SeedsCopy) -> None:
    seeds_copy.append("mapping/unmapped.tsv", "case\tC149\t某案例\t原因")

    with pytest.raises(SeedError, match="a record stands twice"):
        read_mappings(seeds_copy.root)
