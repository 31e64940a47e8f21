"""What visitors narrow the lists to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.queries import OTHER_INITIAL, providing_organisation
from matchmaker.taxonomy.queries import Chosen, chosen_from
from matchmaker.web.forms import clean_line

OWN = ("provider", "year", "type", "initial", "sort")
SORTS = ("newest", "title")
INITIALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ") | {OTHER_INITIAL}
YEARS = range(2000, 2100)
LONGEST_NUMBER = 9  # digits; the database holds 32-bit numbers
SHOWN_OF_UNKNOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address asks a list for. `unknown` holds the values that mean nothing here."""

    chosen: Chosen
    provider: Organisation | None = None
    year: int | None = None
    type: ProviderType | None = None
    initial: str = ""
    sort: str = SORTS[0]
    unknown: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was chosen."""
        chosen = self.chosen
        facts = (chosen.sector, chosen.scene, chosen.region, chosen.capability)
        return any((*facts, self.provider, self.year, self.type, self.initial))


def wanted_from(args: Mapping[str, str]) -> Wanted:
    """Read the address of a list; a value nobody knows is dropped and named."""
    chosen = chosen_from(args)
    words = {name: clean_line(args.get(name))[:SHOWN_OF_UNKNOWN] for name in OWN}
    year, number = number_from(words["year"]), number_from(words["provider"])
    wanted = Wanted(
        chosen=chosen,
        provider=providing_organisation(number) if number else None,
        year=year if year in YEARS else None,
        type=next((kind for kind in ProviderType if kind == words["type"]), None),
        initial=words["initial"].upper() if words["initial"].upper() in INITIALS else "",
        sort=words["sort"] if words["sort"] in SORTS else "",
    )
    dropped = [words[name] for name in OWN if words[name] and not getattr(wanted, name)]
    return replace(wanted, unknown=(*chosen.unknown, *dropped), sort=wanted.sort or SORTS[0])


def number_from(text: str) -> int | None:
    """Read a whole number a visitor sent; None for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None
