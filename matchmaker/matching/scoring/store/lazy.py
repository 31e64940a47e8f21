"""Records and terms that stay in mapped files and are read one by one, when asked for."""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, overload
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.records import OfferingRecord
from matchmaker.matching.scoring.store.plain import plain, reader

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Checksums = NDArray[np.uint32]
Columns = NDArray[np.int32]
_RECORDS_REMEMBERED: Final = 2_000  # the best offerings of many needs are the same few
_REMEMBERED: Final = 50_000  # terms of needs whose column is kept at hand


class StoredRecords(Sequence[OfferingRecord]):
    """Records as JSON lines in one array of bytes; record n stands between offsets n and n + 1."""

    def __init__(self, text: Bytes, offsets: Offsets) -> None:
        self.text = text
        self.offsets = offsets
        self._read: dict[int, OfferingRecord] = {}

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, at: int) -> OfferingRecord: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[OfferingRecord]: ...
    def __getitem__(self, at: int | slice) -> OfferingRecord | Sequence[OfferingRecord]:
        if isinstance(at, slice):
            return [self[row] for row in range(len(self))[at]]
        row = range(len(self))[at]
        record = self._read.get(row)
        if record is None:
            if len(self._read) >= _RECORDS_REMEMBERED:
                self._read.clear()
            start, end = self.offsets[row : row + 2].tolist()
            said = str(self.text[start:end].data, "utf-8")
            record = self._read[row] = reader(OfferingRecord)(json.loads(said))
        return record


def packed_records(records: Iterable[OfferingRecord]) -> tuple[Bytes, Offsets]:
    """Give records as `StoredRecords` holds them."""
    return packed(
        json.dumps(plain(record), ensure_ascii=False, separators=(",", ":")).encode()
        for record in records
    )


class StoredTerms(Mapping[str, int]):
    """Terms and the column each has; looked up by checksum, then compared byte by byte."""

    def __init__(
        self, checksums: Checksums, columns: Columns, text: Bytes, offsets: Offsets
    ) -> None:
        self.checksums = checksums  # ascending; `columns` in the same order
        self.columns = columns
        self.text = text  # in the order of the columns
        self.offsets = offsets
        self._asked: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.columns)

    def __iter__(self) -> Iterator[str]:
        whole = self.text.tobytes()
        for start, end in pairwise(self.offsets.tolist()):
            yield whole[start:end].decode()

    def __getitem__(self, term: str) -> int:
        column = self.get(term)
        if column is None:
            raise KeyError(term)
        return int(column)

    def get(self, term: str, default: Any = None) -> Any:
        column = self._asked.get(term)
        if column is None:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            column = self._asked[term] = self._find(term.encode())
        return default if column < 0 else column

    def _find(self, term: bytes) -> int:
        checksum = crc32(term)
        at = int(self.checksums.searchsorted(np.uint32(checksum)))
        while at < len(self.checksums) and self.checksums[at] == checksum:
            column = int(self.columns[at])
            if self.text[self.offsets[column] : self.offsets[column + 1]].tobytes() == term:
                return column
            at += 1
        return -1


def packed_terms(terms: Mapping[str, int]) -> tuple[Checksums, Columns, Bytes, Offsets]:
    """Give terms as `StoredTerms` holds them; their columns count from 0."""
    ordered = [term.encode() for term in sorted(terms, key=terms.__getitem__)]
    checksums = np.fromiter(map(crc32, ordered), np.uint32, len(ordered))
    order = np.argsort(checksums, kind="stable")
    text, offsets = packed(ordered)
    return checksums[order], order.astype(np.int32), text, offsets


def packed(pieces: Iterable[bytes]) -> tuple[Bytes, Offsets]:
    """Pieces one after the other, and where each begins; one offset more than pieces."""
    text, ends = bytearray(), array("q", [0])
    for piece in pieces:
        text += piece
        ends.append(len(text))
    return np.frombuffer(text, np.uint8), np.frombuffer(ends, np.int64)
