"""What programs are told of the person and organisation they act for."""

from datetime import datetime
from typing import Annotated

from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import MemberRole, StaffRole, TokenScope
from matchmaker.api.forms.base import Told, told


class MembershipTold(Told):
    """An organisation somebody acts for."""

    id: Annotated[int, told(_("单位编号"))]
    name: Annotated[str, told(_("单位名称"))]
    role: Annotated[MemberRole, told(_("您在其中的角色"))]
    is_verified: Annotated[bool, told(_("单位是否在认证有效期内"))]


class MeTold(Told):
    """Who a token acts as."""

    id: Annotated[int, told(_("账号编号"))]
    name: Annotated[str, told(_("姓名"))]
    locale: Annotated[str, told(_("账号的语言：zh 或 en"))]
    staff_role: Annotated[StaffRole | None, told(_("运营职责；不是运营人员时为 null"))]
    organisations: Annotated[
        list[MembershipTold], told(_("这个令牌能代表的单位；单位令牌只有一个"))
    ]
    scopes: Annotated[list[TokenScope], told(_("令牌的范围"))]
    token_name: Annotated[str, told(_("令牌名称"))]
    token_expires_at: Annotated[datetime, told(_("令牌到期时间"))]
