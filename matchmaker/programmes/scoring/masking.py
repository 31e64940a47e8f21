"""Taking names out of what blind reviewers read."""

import re
from collections.abc import Iterable
from typing import Final

MASK: Final = "■■"
STEM_LEAST: Final = 4  # letters: shorter ones would take common words out
# Of the kind of company, which people leave out when they speak of one.
_ENDINGS: Final = re.compile(r"(股份|集团|控股|有限|责任|公司|总公司|分公司)+$")


def masked(text: str, names: Iterable[str]) -> str:
    """Give a text without these names, nor what is left of them without the kind of company."""
    found = {name.strip() for name in names if name.strip()}
    stems = {stem for name in found if len(stem := _ENDINGS.sub("", name)) >= STEM_LEAST}
    said = sorted(found | stems, key=len, reverse=True)
    if not said:
        return text
    return re.sub("|".join(map(re.escape, said)), MASK, text, flags=re.IGNORECASE)
