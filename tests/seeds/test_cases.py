"""Published cases, providers and notices."""

from collections import Counter

import pytest
from factories.seeds_copy import SeedsCopy

from seeds.files import (
    SeedError,
    read_cases,
    read_notices,
    read_providers,
    read_sectors,
    scenes_by_slug,
)


def test_records_are_all_there() -> None:
    assert (len(read_cases()), len(read_providers()), len(read_notices())) == (135, 144, 22)


def test_case_carries_its_facts_and_their_mapping() -> None:
    case = next(row for row in read_cases() if row.key == "C055")

    assert (case.sector, case.region, case.country) == ("mining", "370800", "")
    assert (case.year_from, case.year_to, case.is_problem_explicit) == (2020, 2020, True)
    assert case.capabilities == ("private-network", "industry-bs")
    assert case.source_url.startswith("http")


def test_case_of_several_years_has_a_first_and_a_last() -> None:
    case = next(row for row in read_cases() if row.key == "C004")

    assert (case.year_from, case.year_to) == (2023, 2024)


def test_case_abroad_has_a_country_and_no_region() -> None:
    case = next(row for row in read_cases() if row.key == "C103")

    assert (case.place, case.region, case.country) == ("德国", None, "德国")


def test_cases_name_scenes_and_sectors_that_exist() -> None:
    sectors = read_sectors()
    scenes = scenes_by_slug(sectors)

    for case in read_cases():
        assert len(case.scenes) <= 3
        assert set(case.scenes) <= scenes.keys()
        assert case.sector is None or case.sector in {row.code for row in sectors}


def test_half_of_the_problems_are_explicit() -> None:
    assert Counter(row.is_problem_explicit for row in read_cases()) == {True: 72, False: 63}


def test_provider_of_a_case_lists_it_as_evidence() -> None:
    named = {
        (part.provider, case.key)
        for case in read_cases()
        for part in case.parts
        if part.provider is not None
    }

    assert named == {(row.key, case) for row in read_providers() for case in row.cases}


def test_provider_without_case_is_a_mention() -> None:
    for provider in read_providers():
        assert provider.is_mention_only == (not provider.cases)


def test_provider_seat_from_general_knowledge_is_not_checked() -> None:
    providers = {row.name: row for row in read_providers()}

    assert not providers["华为"].is_seat_checked
    assert (providers["湖南移动"].is_seat_checked, providers["湖南移动"].region) == (True, "430000")


def test_provider_collects_the_scenes_of_its_cases_and_of_its_own_words() -> None:
    unicom = next(row for row in read_providers() if row.name == "湖南移动")

    assert unicom.scenes == (
        "city-digital-twin",
        "remote-equipment-control",
        "assisted-assembly",
        "overhead-crane-remote",
        "precise-operation",
    )


def test_notice_keeps_the_words_of_its_source() -> None:
    notice = next(row for row in read_notices() if row.key == "D002")

    assert (notice.sector, notice.region, notice.mentions_5g) == ("mining", "650500", True)
    assert notice.scenes[0] == "mining-unmanned-truck"
    assert notice.deadline == "服务期2025-2027"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            '"sector": "金属矿"',
            '"sector": "深海采矿"',
            "'深海采矿' has no row in mapping/sectors.tsv",
        ),
        ('"无人化开采"', '"月球开采"', "'C009 月球开采' has no row in mapping/scenes.tsv"),
        ('"region": "河南洛阳"', '"region": "河南某地"', "has no row in mapping/regions.tsv"),
        ('"5G大带宽低时延"', '"6G"', "'6G' has no row in mapping/capabilities.tsv"),
        ('"name": "跃薪智能"', '"name": "某公司"', "has no row in mapping/provider_names.tsv"),
        ('"id": "C009"', '"id": "C004"', "'C004"),
        ('"id": "C009"', '"id": ""', "id is missing"),
        ('"year": "2019"', '"year": "二〇一九"', "neither a year nor two"),
        ('"year": "2023-2024"', '"year": "2024-2023"', "not in order"),
        ('"source_url": "http', '"source_url": "ftp', "source_url is not a web address"),
        ('"problem_basis": "explicit"', '"problem_basis": "maybe"', "unknown problem_basis"),
    ],
)
def test_broken_case_names_file_and_line(
    seeds_copy: SeedsCopy, old: str, new: str, problem: str
) -> None:
    line = seeds_copy.replace("catalogue/cases.jsonl", old, new)

    with pytest.raises(SeedError, match=problem) as caught:
        read_cases(seeds_copy.root)

    assert (caught.value.file, caught.value.line) == ("catalogue/cases.jsonl", line)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"id": "P002", "name": "华为"', '"id": "P002", "name": "湖南移动"', "already stands"),
        ('["C126"]', '["C999"]', "unknown evidence_case_ids: C999"),
        ('"type": "operator"', '"type": "shop"', "unknown type: 'shop'"),
        ('"hq_region": "湖南"', '"hq_region": "月球"', "'月球' has no row"),
    ],
)
def test_broken_provider_names_file_and_line(
    seeds_copy: SeedsCopy, old: str, new: str, problem: str
) -> None:
    line = seeds_copy.replace("catalogue/providers.jsonl", old, new)

    with pytest.raises(SeedError, match=problem) as caught:
        read_providers(seeds_copy.root)

    assert (caught.value.file, caught.value.line) == ("catalogue/providers.jsonl", line)


def test_broken_notice_names_file_and_line(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.replace("demands/notices.jsonl", '"sector": "文旅"', '"sector": "月球旅游"')

    with pytest.raises(SeedError, match="'月球旅游' has no row") as caught:
        read_notices(seeds_copy.root)

    assert (caught.value.file, caught.value.line) == ("demands/notices.jsonl", line)


def test_provider_without_source_is_refused(seeds_copy: SeedsCopy) -> None:
    provider = '{"id": "P999", "source_urls": [], "evidence_case_ids": []}'
    line = seeds_copy.append("catalogue/providers.jsonl", provider)

    with pytest.raises(SeedError, match="source_urls is empty") as caught:
        read_providers(seeds_copy.root)

    assert caught.value.line == line
