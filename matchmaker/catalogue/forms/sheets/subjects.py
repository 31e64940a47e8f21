"""The columns every kind of things has: sector, scenes, capabilities, a region."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _

from matchmaker.catalogue.forms.sheets.columns import Column
from matchmaker.catalogue.forms.sheets.words import (
    JOINED,
    SheetWords,
    capability_names,
    region_names,
)
from matchmaker.web.language import localised

SUBJECT_COLUMNS: Final[Mapping[str, Column]] = {
    "sector": Column(
        label=_("行业"),
        hint=_("一个，从“可用的词”中选。"),
        example=SheetWords.first_sector,
        read=lambda words, text, _row: words.one(text, words.sectors),
        write=lambda content: localised(content.sector) if content.sector else "",
        choices=SheetWords.sector_names,
        is_one=True,
    ),
    "scenes": Column(
        label=_("场景"),
        hint=_("最多 12 个，每个一行，或用“；”隔开。"),
        example=SheetWords.first_scenes,
        read=lambda words, text, row: words.several(
            text, words.scenes, row.cells.get("sector", "")
        ),
        write=lambda content: JOINED.join(map(localised, content.scenes)),
        choices=SheetWords.scene_names,
        is_long=True,
    ),
    "capabilities": Column(
        label=_("能力"),
        hint=_("每个一行，或用“；”隔开。"),
        example=lambda words: JOINED.join(capability_names(words)[:2]),
        read=lambda words, text, _row: words.several(text, words.capabilities),
        write=lambda content: JOINED.join(map(localised, content.capabilities)),
        choices=capability_names,
        is_long=True,
    ),
}
# What a column of one region is, whatever it is the region of.
REGION: Final[Mapping[str, Any]] = {
    "hint": _("一个省或地级市。"),
    "example": lambda words: "".join(region_names(words)[:1]),
    "read": lambda words, text, _row: words.one(text, words.regions),
    "write": lambda content: content.region.name_zh if content.region else "",
    "choices": region_names,
    "is_one": True,
}
