"""How alike two questions are. Pure: words in, figures out."""

import re
import unicodedata
from typing import Final

# Of twelve pairs providers put differently for the same thing, nine reach a half; of eleven pairs
# that only share their pattern ("由谁采购", "由谁申请") the nearest reaches 0.46. The pairs are in
# the tests. What lies above is shown before a question is sent, so one too many costs a look.
NEAR: Final = 0.5
_PAIR: Final = 2
# Words most questions have whatever they ask: kept, "由谁" alone would make two of them alike.
_COMMON: Final = re.compile(
    "请问|您好|你好|麻烦|贵方|贵司|贵单位|你们|您们|是否|有没有|有无|能否|可否|能不能|可不可以|可以|"
    "由谁|谁来|什么时候|什么|哪些|哪天|多少|如何|怎么|需要|谁|哪|吗|呢|啊|的|了|是|请|要|已|能|有"
)


def likeness(one: str, other: str) -> float:
    """Give how alike two questions are, 0 to 1: the share of common pairs of characters.

    Dice's coefficient, 2·|A∩B| / (|A|+|B|) (L. R. Dice, 1945), of the sets of bigrams; letters,
    digits and Han only, in one width and case, without the words every question has. Questions
    made of nothing else are compared as they stand.
    """
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = _letters(_COMMON.sub("", plain)) or _letters(plain)
    return {kept[at : at + _PAIR] for at in range(max(1, len(kept) - _PAIR + 1))} - {""}


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
