"""What staff send about the taxonomy that creates something."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final

from factories.demands import sector
from factories.people import account
from factories.sending import Sending
from factories.sheets import book
from factories.taxonomy import capability

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account


def _curator() -> Account:
    return account(staff=StaffRole.CURATOR)


def _scene() -> Sending:
    sector()
    typed = {"sector": "mining", "slug": "mining-drill", "name_zh": "远程钻机", "name_en": "Drill"}
    return Sending(_curator(), "/staff/taxonomy/scenes/new", typed)


def _entry() -> Sending:
    sector()
    capability("mec", "边缘计算")
    typed = {"key": "T/XX 1-2026", "title": "示例团体标准", "level": "group"}
    return Sending(_curator(), "/staff/taxonomy/entries/new?kind=standard", typed)


def _file() -> Sending:
    rows = book(["编号", "名称", "级别"], ["T/XX 1-2026", "示例团体标准", "团体标准"])
    typed = {"file": (BytesIO(rows), "standards.xlsx")}
    return Sending(_curator(), "/staff/taxonomy/import?kind=standard", typed)


TAXONOMY: Final[Mapping[str, Callable[[], Sending]]] = {
    "staff.import_taxonomy": _file,
    "staff.new_entry": _entry,
    "staff.new_scene": _scene,
}
