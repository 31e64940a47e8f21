"""Arrays on disk: what is opened ranks like what was saved, and what is broken is refused."""

import inspect
import os
import random
import shutil
from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from factories.matching import NO_FLOOR, REGIONS, VOCABULARY, YEAR, ranker_of, records, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.scoring import Match, Need, OfferingRecord, Ranker, Vocabulary
from matchmaker.matching.scoring.collection import Collection
from matchmaker.matching.scoring.store.files import BrokenFilesError
from matchmaker.matching.scoring.store.lazy import StoredTerms, packed_terms
from matchmaker.matching.scoring.store.stored import MatchStore, Stamp
from matchmaker.matching.scoring.vocabulary import VocabularyEntries
from matchmaker.search.port import IndexBusyError

STAMP = Stamp(7, "2026-11-20T04:00:00+00:00", (6, 7), "2026-11-20T04:00:01+00:00")
OFFERINGS = [
    OfferingRecord(key, f"无人矿卡编组运输{key}", "矿用卡车自动驾驶改造，5G专网覆盖", "mining")
    for key in range(1, 13)
]
NEED = Need("无人矿卡编组运输")


def collection_of(*offerings: OfferingRecord) -> Collection:
    return ranker_of(*offerings).collection


def ranked(collection: Collection, need: Need = NEED) -> Sequence[Match]:
    return Ranker.of(collection, REGIONS, NO_FLOOR).rank(need, 100).matches


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("index-*"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "matching"


@pytest.fixture
def store(root: Path) -> MatchStore:
    return MatchStore(root)


@given(st.lists(records, max_size=10))
@settings(max_examples=12)
def test_what_is_opened_ranks_like_what_was_saved(
    tmp_path_factory: pytest.TempPathFactory, offerings: list[OfferingRecord]
) -> None:
    root = tmp_path_factory.mktemp("store") / "matching"
    collection = collection_of(*offerings)

    MatchStore(root).save(collection, STAMP)
    opened = MatchStore(root).open()

    assert opened.stamp == STAMP
    assert [list(part.block.records) for part in opened.collection.parts] == [
        list(part.block.records) for part in collection.parts
    ]
    assert ranked(opened.collection) == ranked(collection)


@given(
    st.lists(records, max_size=8),
    st.lists(st.tuples(st.lists(records, max_size=3), st.sets(st.integers(1, 30), max_size=5),
                       st.booleans()), min_size=1, max_size=4),
    st.builds(Need, text=texts),
)  # fmt: skip
@settings(max_examples=12)
def test_base_with_changes_and_tombstones_ranks_like_built_anew(
    tmp_path_factory: pytest.TempPathFactory,
    offerings: list[OfferingRecord],
    changes: list[tuple[list[OfferingRecord], set[int], bool]],
    need: Need,
) -> None:
    store = MatchStore(tmp_path_factory.mktemp("store") / "matching")
    opened = store.save(collection_of(*offerings), STAMP)
    collection, living = opened.collection, {record.key: record for record in offerings}
    for upserts, removals, is_compacted in changes:
        collection = collection.with_changes(upserts, removals)
        living = {key: record for key, record in living.items() if key not in removals}
        living |= {record.key: record for record in upserts}
        if is_compacted:
            opened = store.save(collection, STAMP, opened)
            collection = opened.collection

    found = {match.key: match.score for match in ranked(collection, need)}
    anew = {match.key: match.score for match in ranked(collection_of(*living.values()), need)}

    assert len(collection) == len(living)
    assert found == pytest.approx(anew, abs=0.11)


def test_part_that_did_not_change_is_linked(store: MatchStore, root: Path) -> None:
    first = store.save(collection_of(*OFFERINGS), STAMP)
    [name] = first.blocks
    inode = (root / "index-000001" / name / "part.json").stat().st_ino

    edited = first.collection.with_changes([replace(OFFERINGS[0], title="无人矿卡编组作业1")], [2])
    second = store.save(edited, STAMP, first)

    assert (root / "index-000002" / name / "part.json").stat().st_ino == inode
    assert second.blocks[name] is first.blocks[name]
    assert len(second.collection) == len(OFFERINGS) - 1
    assert folders(root) == ["index-000002"]


def test_generation_in_use_stays_readable_after_it_was_swept(store: MatchStore, root: Path) -> None:
    first = store.save(collection_of(*OFFERINGS), STAMP)
    before = ranked(first.collection)

    store.save(collection_of(OFFERINGS[0]), STAMP)

    assert folders(root) == ["index-000002"]
    assert ranked(first.collection) == before


def test_late_writer_does_not_take_back_what_another_wrote(store: MatchStore, root: Path) -> None:
    first = store.save(collection_of(*OFFERINGS), STAMP)
    other = MatchStore(root)
    other.save(collection_of(OFFERINGS[0]), replace(STAMP, latest=9), other.open())

    with pytest.raises(IndexBusyError, match="newer"):
        store.save(first.collection, STAMP, first)

    assert store.open().stamp.latest == 9


def damaged(path: Path, damage: str) -> None:
    content = path.read_bytes()
    match damage:
        case "gone":
            path.unlink()
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "empty":
            path.write_bytes(b"")
        case "zeros":
            path.write_bytes(bytes(len(content)))
        case _:
            flipped = bytearray(content)
            flipped[random.Random(len(content)).randrange(len(content))] ^= 4  # noqa: S311 - repeatable
            path.write_bytes(flipped)


@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "zeros", "flipped"])
def test_no_damage_to_any_file_goes_unnoticed(root: Path, tmp_path: Path, damage: str) -> None:
    original = tmp_path / "original"
    MatchStore(original).save(collection_of(*OFFERINGS), STAMP)
    files = [path.relative_to(original) for path in original.rglob("*") if path.is_file()]
    assert len(files) > 20
    for file in files:
        if file.name == "WRITE.lock":
            continue
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(original, root)
        damaged(root / file, damage)

        with pytest.raises(BrokenFilesError):
            MatchStore(root).open()

    healed = MatchStore(root).save(collection_of(*OFFERINGS), STAMP)
    assert len(healed.collection) == len(OFFERINGS)


def test_files_of_other_rules_are_refused(
    store: MatchStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(collection_of(*OFFERINGS), STAMP)
    monkeypatch.setattr("matchmaker.matching.scoring.store.stored.rules", lambda: "other")

    with pytest.raises(BrokenFilesError, match="other rules"):
        MatchStore(root).open()


def test_files_others_may_write_are_refused(store: MatchStore, root: Path) -> None:
    store.save(collection_of(*OFFERINGS), STAMP)
    (root / "index-000001").chmod(0o777)

    with pytest.raises(BrokenFilesError, match="others may write"):
        MatchStore(root).open()


def test_failed_writing_leaves_the_generation_in_use(
    store: MatchStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.save(collection_of(*OFFERINGS), STAMP)
    syncs = count()

    def full_disk(_handle: int) -> None:
        if next(syncs) > 8:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="No space"):
            store.save(collection_of(OFFERINGS[0]), STAMP, first)

    assert folders(root) == ["index-000001"]
    assert len(MatchStore(root).open().collection) == len(OFFERINGS)


@given(st.sets(st.text(min_size=1, max_size=6), max_size=40), st.text(max_size=6))
def test_stored_terms_are_found_and_no_others(terms: set[str], other: str) -> None:
    columns = {term: at for at, term in enumerate(sorted(terms))}
    stored = StoredTerms(*packed_terms(columns))

    assert dict(stored) == columns
    assert {term: stored[term] for term in columns} == columns
    assert stored.get(other) == columns.get(other)
    assert (other in stored) == (other in columns)


def test_terms_of_one_checksum_are_told_apart() -> None:
    columns = {"矿卡": 0, "岸桥": 1, "瓦斯": 2}
    checksums, order, text, offsets = packed_terms(columns)
    stored = StoredTerms(np.full_like(checksums, checksums[1]), order, text, offsets)
    same = next(term for term in columns if order[1] == columns[term])

    assert stored.get(same) == columns[same]
    assert stored.get("手术") is None


def test_everything_a_vocabulary_is_built_from_is_stored() -> None:
    wanted = list(inspect.signature(Vocabulary).parameters)

    assert [field.name for field in fields(VocabularyEntries)] == wanted
    assert VOCABULARY.entries.vocabulary().entries == VOCABULARY.entries


def test_year_is_kept(store: MatchStore) -> None:
    store.save(collection_of(*OFFERINGS), STAMP)

    assert store.open().collection.year == YEAR
