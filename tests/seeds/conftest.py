"""Each test may break its own copy of the data files."""

from pathlib import Path

import pytest
from factories.seeds_copy import SeedsCopy


@pytest.fixture
def seeds_copy(tmp_path: Path) -> SeedsCopy:
    return SeedsCopy.into(tmp_path)
