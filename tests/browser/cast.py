"""Who takes part in the browser tests, and the words they use."""

from dataclasses import dataclass, field
from typing import Any

from factories.second_factors import AGREED, give_second_factor

from matchmaker import clock
from matchmaker.accounts.enums import (
    AccountState,
    StaffRole,
)
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.passwords import hash_password
from matchmaker.db import db

PASSWORD = "骆驼 台灯 五百里 铁轨"
NEED = (
    "我们是内蒙古鄂尔多斯的露天煤矿，有40台矿用卡车，想实现无人驾驶运输，与有人驾驶的辅助车辆"
    "混编作业，远程接管的时延不高于20毫秒，希望减少下坑人员，提高夜间作业效率。"
)
NOTHING_FITS = "想给办公室的鱼缸换水。"


@dataclass(slots=True)
class Cast:
    """Addresses of people by role, and values for the addresses of pages."""

    emails: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def add_account(name: str, cast: Cast, role: str, staff: StaffRole | None = None) -> Account:
    cast.emails[role] = f"cast-{role}@example.com"
    account = Account(
        email=cast.emails[role],
        name=name,
        password_hash=hash_password(PASSWORD),
        state=AccountState.ACTIVE,
        confirmed_at=clock.now(),
        staff_role=staff,
        privacy_version=AGREED,
    )
    db.session.add(account)
    if staff is not None:
        give_second_factor(account)
    db.session.flush()
    return account
