"""What is given away as open data: one table a kind of public things."""

from typing import Final

from matchmaker.api.queries.exports.columns import (
    Column,
    Kind,
    Rights,
    Table,
    Value,
    dictionary_table,
)
from matchmaker.api.queries.exports.insight import (
    CITIES,
    CITY_OBSERVATIONS,
    INDICATORS,
    OBSERVATIONS,
)
from matchmaker.api.queries.exports.programmes import CALLS, DEMANDS, ENTRIES, SHOWCASES
from matchmaker.api.queries.exports.supply import CASES, OFFERINGS, PROVIDERS
from matchmaker.api.queries.exports.taxonomy import CAPABILITIES, SCENES, SECTORS, STANDARDS

__all__ = ["DICTIONARY", "TABLES", "Column", "Kind", "Rights", "Table", "Value"]

TABLES: Final = (
    SECTORS,
    SCENES,
    CAPABILITIES,
    STANDARDS,
    PROVIDERS,
    OFFERINGS,
    CASES,
    DEMANDS,
    SHOWCASES,
    CALLS,
    ENTRIES,
    INDICATORS,
    OBSERVATIONS,
    CITIES,
    CITY_OBSERVATIONS,
)
DICTIONARY: Final = dictionary_table(TABLES)
