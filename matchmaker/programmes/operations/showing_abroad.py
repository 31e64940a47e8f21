"""English of showcases that came with the site, put into them by the platform."""

from collections.abc import Mapping

from matchmaker.audit import operations as audit
from matchmaker.programmes.models.showcases import Showcase


def put_english(showcase: Showcase, *, summary_en: str, roles: Mapping[str, str]) -> bool:
    """Fill the English a showcase of published sources lacks; what it says already stays.

    With a summary it is recommended to readers abroad. `roles` are English by the Chinese words.
    Says whether that changed anything.
    """
    if showcase.author_id is not None:
        return False  # staff write it
    parts = [part for part in showcase.parts if not part.role_en and part.role_zh in roles]
    is_new = bool(summary_en) and not showcase.summary_en
    if not (parts or is_new):
        return False
    with audit.change("showcase.changed", showcase, actor=None):
        for part in parts:
            part.role_en = roles[part.role_zh]
        if is_new:
            showcase.summary_en, showcase.is_for_abroad = summary_en, True
        showcase.is_translated = True
    return True
