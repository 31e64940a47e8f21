"""A text prepared for reading once, for all its readers."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from matchmaker.matching.scoring.reading.clauses import Clause, clauses, fold
from matchmaker.matching.scoring.reading.modality import find_cues
from matchmaker.matching.scoring.reading.quantities import Quantity, find_quantities
from matchmaker.matching.scoring.reading.standing import present_passages


class Prepared:
    """A folded text, its clauses, its figures, and the passages on how things are now."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.clauses = clauses(self.folded)
        self.quantities = find_quantities(self.folded)
        self.cues = find_cues(self.folded)
        self._starts = [clause.start for clause in self.clauses]
        self._figures = [quantity.start for quantity in self.quantities]
        self._present = sorted(present_passages(self.folded, self.clauses))
        self._reach = _furthest(self._present)

    def clause_number(self, place: int) -> int | None:
        """The number of the clause a place stands in; None between two clauses."""
        at = bisect_right(self._starts, place) - 1
        return at if at >= 0 and place < self.clauses[at].end else None

    def clause_at(self, place: int) -> Clause | None:
        """The clause a place stands in; None between two clauses."""
        at = self.clause_number(place)
        return None if at is None else self.clauses[at]

    def clause_after(self, clause: Clause) -> Clause | None:
        """The clause that follows another, of the same sentence or not."""
        at = bisect_right(self._starts, clause.start)
        return self.clauses[at] if at < len(self.clauses) else None

    def figures(self, start: int, end: int) -> Sequence[Quantity]:
        """The figures that begin in [start, end)."""
        first = bisect_right(self._figures, start - 1)
        return self.quantities[first : bisect_right(self._figures, end - 1)]

    def is_present(self, place: int) -> bool:
        """Whether a place speaks of the present state or of another project."""
        at = bisect_right(self._present, (place, len(self.folded))) - 1
        return at >= 0 and place < self._reach[at]


def _furthest(passages: Sequence[tuple[int, int]]) -> list[int]:
    reach, ends = 0, []
    for _, end in passages:
        reach = max(reach, end)
        ends.append(reach)
    return ends


@lru_cache(maxsize=8)
def prepare(text: str) -> Prepared:
    """The text prepared; the last few are kept, because several readers ask for the same one."""
    return Prepared(text)
