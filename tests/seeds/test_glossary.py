"""Terms and the 领航者 subject types."""

import pytest
from factories.seeds_copy import SeedsCopy

from seeds.files import SeedError, read_glossary, read_pilots
from seeds.files.scenes import LEADER_TYPES


def test_glossary_holds_each_term_once() -> None:
    terms = read_glossary()
    redcap = next(row for row in terms if row.abbreviation == "RedCap")

    assert len(terms) == len({row.term_zh for row in terms}) == 223
    assert "轻量化5G" in redcap.synonyms


def test_pilots_are_the_eight_subject_types() -> None:
    assert [row.type for row in read_pilots()] == list(LEADER_TYPES)


def test_pilot_facts_name_their_source_and_criteria_are_ours() -> None:
    for pilot in read_pilots():
        assert pilot.facts
        assert all(fact.source for fact in pilot.facts)
        assert any(row.slug == "c-vpn" for row in pilot.criteria)


def test_pilot_fact_may_be_figures_or_a_list_of_parts() -> None:
    factory = read_pilots()[0]
    facts = {fact.label: fact for fact in factory.facts}

    assert facts["5G工厂名录"].figures == (("2023", 300), ("2024", 400))
    assert facts["建设内容四大方面"].items[-1] == "网络安全防护"


def test_term_twice_is_refused(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.append("taxonomy/glossary.tsv", "网络切片\tslicing\t\t\tnetwork")

    with pytest.raises(SeedError, match="'网络切片' already stands") as caught:
        read_glossary(seeds_copy.root)

    assert caught.value.line == line


def test_pilot_with_an_unknown_scene_is_refused(seeds_copy: SeedsCopy) -> None:
    seeds_copy.replace(
        "taxonomy/pilots.yaml", "scene_slugs: [edu-immersive-class", "scene_slugs: [x"
    )

    with pytest.raises(SeedError, match="unknown scene_slugs: x"):
        read_pilots(seeds_copy.root)
