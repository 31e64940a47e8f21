"""Which side of a figure is wanted: words and signs before and after it."""

import re
from typing import Final

_NOT: Final = r"(?:不(?:得|能|应|宜|可|允许|许|准|要)?|别|勿|莫|不允许|严禁)"
_TOO_MUCH: Final = r"(?:超过|超出|高于|大于|多于|长于|超|高过)"
_TOO_LITTLE: Final = r"(?:低于|小于|少于|短于|弱于|不足)"
# Tried in this order: what is denied before what is said.
_BEFORE: Final = tuple(
    (re.compile(f"(?:{pattern})$", re.IGNORECASE), op)
    for pattern, op in (
        (
            (
                r"(?:not|no|never) (?:to )?(?:exceed(?:ing)?|above"
                r"|(?:be )?(?:more|greater|higher|larger) than)|at most|up to|within"
                r"|maximum(?: of)?|max\.?"
            ),
            "<=",
        ),
        (
            (
                r"(?:not|no) (?:be )?(?:less|lower|fewer) than|(?:not|no) below|at least"
                r"|minimum(?: of)?|min\.?"
            ),
            ">=",
        ),
        (r"\b(?:below|under|less than|lower than|fewer than)", "<"),
        (r"\b(?:above|over|more than|greater than|exceed(?:ing|s)?)", ">"),
        (rf"{_NOT}{_TOO_MUCH}", "<="),
        (rf"{_NOT}{_TOO_LITTLE}", ">="),
        (r"≤|<=|=<|⩽|小于等于|小于或等于|小于(?:、|/)?等于|低于或等于", "<="),
        (r"≥|>=|=>|大于等于|大于或等于|高于或等于", ">="),
        (r"<|低于|小于|少于|短于|控制在?.{0,2}小于", "<"),
        (r">|大于|超过|高于|多于|长于", ">"),
        (r"上限|至多|最多|封顶|不多过", "<="),
        (r"至少|最少|最低|下限|不少|起码", ">="),
    )
)
_LOOK_BACK: Final = 32  # characters; a comparison stands right before its figure
_GAP: Final = re.compile(
    r"(?:为|是|到|在|约|达|达到|可|须|需|应|能|有|要|人民币|等级|级|共|:|：|\(|\s|±|等保|值"
    r"|(?<![A-Za-z])(?:of|be|is|to)(?=\s))*$"
)
_UNIT_TAIL: Final = r"(?:\s|\)|/[台路车人户套点]|每[台路车人户]|等级|级|的)*"
_AFTER: Final = (
    (re.compile(_UNIT_TAIL + r"(?:及|或|或者|(?:\(含\)))?(?:以内|之内|以下|之下|封顶)"), "<="),
    (re.compile(_UNIT_TAIL + r"内(?![网部外蒙容置])"), "<="),
    (
        re.compile(_UNIT_TAIL + r"(?:及|或|或者|(?:\(含\)))?(?:以上|之上|起步|起(?![动始重飞]))"),
        ">=",
    ),
)


def side_before(text: str) -> str | None:
    """The comparison that ends a text standing before a figure, or None."""
    text = text[-_LOOK_BACK:]
    text = text[: _gap_start(text)]
    return next((op for pattern, op in _BEFORE if pattern.search(text)), None)


def side_after(text: str) -> str | None:
    """The comparison that begins a text standing after a figure and its unit, or None."""
    return next((op for pattern, op in _AFTER if pattern.match(text)), None)


def _gap_start(text: str) -> int:
    gap = _GAP.search(text)
    return gap.start() if gap else len(text)


def comparison(before: str, after: str, natural: str) -> str:
    """How a figure binds: what is said before it, else after it, else the natural side."""
    return side_before(before) or side_after(after) or natural
