"""Offerings derived from the parts of cases."""

from dataclasses import replace

import pytest
from factories.seeds_copy import SeedsCopy

from seeds.files import (
    Heading,
    OfferingSeed,
    SeedError,
    build_offerings,
    read_cases,
    read_offerings,
    read_providers,
)


@pytest.fixture(scope="module")
def offerings() -> tuple[OfferingSeed, ...]:
    return read_offerings()


def test_each_provider_part_of_a_case_is_one_offering(
    offerings: tuple[OfferingSeed, ...],
) -> None:
    parts = [part for case in read_cases() for part in case.parts if part.provider]

    assert len(offerings) == len(parts) == 136
    assert len({row.key for row in offerings}) == 136


def test_offering_says_the_role_first_and_then_the_solution(
    offerings: tuple[OfferingSeed, ...],
) -> None:
    offering = next(row for row in offerings if row.key == "C009-P002")

    assert offering.title == "露天矿挖掘机远程遥控的5G通信"
    assert offering.summary.startswith("华为在“栾川钼矿5G遥控挖掘机”项目中的角色：5G通信。将挖掘机")
    assert (offering.evidence, offering.region) == ("C009", "410300")


def test_offering_holds_nothing_its_case_does_not(offerings: tuple[OfferingSeed, ...]) -> None:
    cases = {case.key: case for case in read_cases()}

    for offering in offerings:
        case = cases[offering.evidence]
        assert offering.summary.endswith(case.solution)
        assert (offering.scenes, offering.sector, offering.region) == (
            case.scenes,
            case.sector,
            case.region,
        )


def test_titles_are_short_and_do_not_boast(offerings: tuple[OfferingSeed, ...]) -> None:
    boasts = ("首个", "首创", "领先", "第一", "最", "标杆", "一流")

    assert max(len(row.title) for row in offerings) <= 40
    assert not [row.title for row in offerings if any(word in row.title for word in boasts)]


def test_keys_do_not_depend_on_the_order_of_parts() -> None:
    case = next(row for row in read_cases() if row.key == "C009")
    providers = {row.key: row for row in read_providers()}
    headings = {(case.key, part.name): Heading("标题", ()) for part in case.parts}
    turned = replace(case, parts=case.parts[::-1])

    keys = {row.key for row in build_offerings([case], providers, headings)}

    assert {row.key for row in build_offerings([turned], providers, headings)} == keys


def test_case_without_providers_yields_no_offering() -> None:
    case = next(row for row in read_cases() if not row.parts)

    assert build_offerings([case], {}, {}) == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("C009\t某公司\t标题\t", "no case has the part C009 某公司"),
        ("C164\t泰国NBTC\t标题\t", "no case has the part C164 泰国NBTC"),
        ("C009\t华为\t标题\t", "C009 华为 stands twice"),
    ],
)
def test_title_without_part_of_its_own_is_refused(
    seeds_copy: SeedsCopy, row: str, problem: str
) -> None:
    line = seeds_copy.append("catalogue/offering_titles.tsv", row)

    with pytest.raises(SeedError, match=problem) as caught:
        read_offerings(seeds_copy.root)

    assert (caught.value.file, caught.value.line) == ("catalogue/offering_titles.tsv", line)


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ("长" * 41, "more than 40 characters"),
        ("洛阳栾川钼业集团的5G通信", "names the client"),
        ("", "title_zh is missing"),
    ],
)
def test_bad_title_is_refused(seeds_copy: SeedsCopy, new: str, problem: str) -> None:
    old = "露天矿挖掘机远程遥控的5G通信"
    line = seeds_copy.replace("catalogue/offering_titles.tsv", old, new)

    with pytest.raises(SeedError, match=problem) as caught:
        read_offerings(seeds_copy.root)

    assert caught.value.line == line


def test_part_without_title_is_refused(seeds_copy: SeedsCopy) -> None:
    seeds_copy.replace("catalogue/offering_titles.tsv", "C009\t华为", "# C009\t华为")

    with pytest.raises(SeedError, match="no title for 华为 in C009"):
        read_offerings(seeds_copy.root)
