"""Sparse term × row arrays: every row is scored for a need, none is cut before the sum."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from matchmaker.matching.scoring.weighing import Floats, counts_behind, parts


@dataclass(frozen=True, slots=True)
class Selection:
    """The columns of a need's terms: what each term adds to each row."""

    terms: tuple[str, ...]
    weights: Floats
    columns: Any  # csc_array, rows × terms of the need

    def scores(self) -> Floats:
        """The sum over the terms, for every row."""
        return np.asarray(self.columns @ self.weights, dtype=np.float32)

    def contributions(self, rows: NDArray[np.int64]) -> Floats:
        """What each term adds to each of some rows (ascending): array of rows × terms."""
        found = np.zeros((len(rows), len(self.terms)), dtype=np.float32)
        asked = np.zeros(self.columns.shape[0], dtype=bool)
        asked[rows] = True
        places = np.flatnonzero(asked[self.columns.indices])
        terms = np.searchsorted(self.columns.indptr, places, side="right") - 1
        at = np.searchsorted(rows, self.columns.indices[places])
        found[at, terms] = self.columns.data[places] * self.weights[terms]
        return found


@dataclass(frozen=True, slots=True)
class Postings:
    """BM25 parts by term; `frequencies` counts the rows a term stands in.

    The parts hold for `mean_length`; `lengths` are those of the rows.
    """

    terms: Mapping[str, int]
    matrix: Any  # csc_array of float32, rows × terms
    frequencies: NDArray[np.int32]
    lengths: Floats
    mean_length: float

    def frequency(self, term: str) -> int:
        at = self.terms.get(term)
        return 0 if at is None else int(self.frequencies[at])

    def select(self, weights: Mapping[str, float]) -> Selection:
        """The columns of those terms that stand in any row, in the order of the need."""
        known = [term for term in weights if term in self.terms]
        columns = np.array([self.terms[term] for term in known], dtype=np.int32)
        return Selection(
            tuple(known),
            np.array([weights[term] for term in known], dtype=np.float32),
            self.matrix[:, columns],
        )

    def with_mean(self, mean_length: float) -> "Postings":
        """The same postings for another mean length, without reading any text again."""
        if mean_length == self.mean_length:
            return self
        lengths = self.lengths[self.matrix.indices]
        counts = counts_behind(self.matrix.data, lengths, self.mean_length)
        values = parts(counts, lengths, mean_length)
        matrix = csc_array((values, self.matrix.indices, self.matrix.indptr), self.matrix.shape)
        return replace(self, matrix=matrix, mean_length=mean_length)


class PostingsBuilder:
    """Collects counted terms row by row, without keeping the rows."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self._columns = array("i")
        self._counts = array("f")
        self._ends = array("q", [0])
        self._lengths = array("f")

    def add(self, counts: Mapping[str, float], length: float) -> None:
        terms = self.terms
        self._columns.extend([terms.setdefault(term, len(terms)) for term in counts])
        self._counts.extend(counts.values())
        self._ends.append(len(self._columns))
        self._lengths.append(length)

    def total_length(self) -> float:
        return float(np.sum(np.frombuffer(self._lengths, np.float32), dtype=np.float64))

    def build(self, mean_length: float) -> Postings:
        """Turn the counts into BM25 parts for a given mean length."""
        ends = np.frombuffer(self._ends, np.int64)
        lengths = np.frombuffer(self._lengths, np.float32) if self._lengths else _NONE
        counts = np.frombuffer(self._counts, np.float32) if self._counts else _NONE
        columns = np.frombuffer(self._columns, np.int32) if self._columns else _NO_COLUMN
        values = parts(counts, np.repeat(lengths, np.diff(ends)), mean_length)
        shape = (len(lengths), len(self.terms))
        matrix = csr_array((values, columns.copy(), ends), shape=shape).tocsc()
        frequencies = np.diff(matrix.indptr).astype(np.int32)
        return Postings(self.terms, csc_array(matrix), frequencies, lengths.copy(), mean_length)


_NONE: Floats = np.zeros(0, np.float32)
_NO_COLUMN = np.zeros(0, np.int32)
