"""Sparse term × row arrays: every row is scored for a need, none is cut before the sum."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array
from scipy.sparse._sparsetools import csc_matvec

from matchmaker.matching.scoring.weighing import Floats, counts_behind, parts

Ints = NDArray[np.int32]


def add_columns(matrix: Any, columns: Ints, weights: Floats, totals: Floats) -> None:
    """Add Σ weight × column to `totals` (rows of the matrix), in place.

    `matrix` is a csc_array of float32. SciPy's own product needs the columns copied together
    first, which takes longer than the sum; its kernel reads them where they stand.
    """
    starts, rows, values, height = matrix.indptr, matrix.indices, matrix.data, matrix.shape[0]
    for at, column in enumerate(columns.tolist()):
        ends = starts[column : column + 2]
        csc_matvec(height, 1, ends, rows, values, weights[at : at + 1], totals)


def add_at(rows: Ints, values: Floats, totals: Floats) -> None:
    """Add values to the rows they belong to, in place; a row may stand there several times."""
    ends, once = np.array([0, len(rows)], np.int32), np.ones(1, np.float32)
    csc_matvec(len(totals), 1, ends, rows, values, once, totals)


def values_at(matrix: Any, columns: Ints, rows: NDArray[np.int64]) -> Floats:
    """The entries of a csc_array at some rows and columns: array of rows × columns.

    The row numbers of each column ascend, and are searched in place.
    """
    held, wanted = matrix.indices, rows.astype(matrix.indices.dtype)
    if not len(held):
        return np.zeros((len(rows), len(columns)), np.float32)
    starts, ends = matrix.indptr[columns], matrix.indptr[columns + 1]
    at = np.zeros((len(columns), len(rows)), np.int64)
    ranges = zip(at, starts.tolist(), ends.tolist(), strict=True)
    for places, start, end in ranges:
        places[:] = held[start:end].searchsorted(wanted)
    at += starts[:, np.newaxis]
    is_held = at < ends[:, np.newaxis]
    np.minimum(at, len(held) - 1, out=at)
    is_held &= held[at] == wanted
    return np.where(is_held, matrix.data[at], np.float32(0)).T


@dataclass(frozen=True, slots=True)
class Selection:
    """A need's terms among the columns: what each term adds to each row."""

    terms: tuple[str, ...]
    weights: Floats
    columns: Ints
    matrix: Any  # csc_array, rows × all terms

    def scores(self) -> Floats:
        """The sum over the terms, for every row."""
        totals = np.zeros(self.matrix.shape[0], np.float32)
        add_columns(self.matrix, self.columns, self.weights, totals)
        return totals

    def contributions(self, rows: NDArray[np.int64]) -> Floats:
        """What each term adds to each of some rows: array of rows × terms."""
        return values_at(self.matrix, self.columns, rows) * self.weights

    def postings(self) -> int:
        """How many entries the terms have together."""
        starts = self.matrix.indptr
        return int((starts[self.columns + 1] - starts[self.columns]).sum())


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
        known = {term: at for term in weights if (at := self.terms.get(term)) is not None}
        return Selection(
            tuple(known),
            np.array([weights[term] for term in known], dtype=np.float32),
            np.fromiter(known.values(), np.int32, len(known)),
            self.matrix,
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


class _Numbering(dict[str, int]):
    """Terms numbered on first sight."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class PostingsBuilder:
    """Collects counted terms row by row, without keeping the rows."""

    def __init__(self) -> None:
        self._terms = _Numbering()
        self._columns = array("i")
        self._counts = array("f")
        self._ends = array("q", [0])
        self._lengths = array("f")

    def add(self, counts: Mapping[str, float], length: float) -> None:
        self._columns.extend(map(self._terms.__getitem__, counts))
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
        shape = (len(lengths), len(self._terms))
        matrix = csr_array((values, columns.copy(), ends), shape=shape).tocsc()
        frequencies = np.diff(matrix.indptr).astype(np.int32)
        terms = dict(self._terms)
        return Postings(terms, csc_array(matrix), frequencies, lengths.copy(), mean_length)


_NONE: Floats = np.zeros(0, np.float32)
_NO_COLUMN = np.zeros(0, np.int32)
