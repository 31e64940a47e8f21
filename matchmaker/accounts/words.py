"""Sizes of firms and roles of members in words."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import FirmSize, MemberRole, SizeIndustry
from matchmaker.errors import Words

_SIZES: Mapping[FirmSize, Words] = {
    FirmSize.LARGE: _("大型企业"),
    FirmSize.MEDIUM: _("中型企业"),
    FirmSize.SMALL: _("小型企业"),
    FirmSize.MICRO: _("微型企业"),
}
SIZE_INDUSTRIES: Mapping[SizeIndustry, Words] = {
    SizeIndustry.FARMING: _("农、林、牧、渔业"),
    SizeIndustry.MANUFACTURING: _("工业"),
    SizeIndustry.CONSTRUCTION: _("建筑业"),
    SizeIndustry.WHOLESALE: _("批发业"),
    SizeIndustry.RETAIL: _("零售业"),
    SizeIndustry.TRANSPORT: _("交通运输业"),
    SizeIndustry.STORAGE: _("仓储业"),
    SizeIndustry.POST: _("邮政业"),
    SizeIndustry.LODGING: _("住宿业"),
    SizeIndustry.CATERING: _("餐饮业"),
    SizeIndustry.INFORMATION: _("信息传输业"),
    SizeIndustry.SOFTWARE: _("软件和信息技术服务业"),
    SizeIndustry.PROPERTY: _("房地产开发经营"),
    SizeIndustry.PROPERTY_SERVICE: _("物业管理"),
    SizeIndustry.LEASING: _("租赁和商务服务业"),
    SizeIndustry.OTHER: _("其他未列明行业"),
}

MEMBER_ROLES: Mapping[MemberRole, Words] = {
    MemberRole.OWNER: _("所有者：管理单位和成员，也能发布"),
    MemberRole.EDITOR: _("编辑者：代表单位发布和对接"),
    MemberRole.VIEWER: _("查看者：只能查看单位的内容"),
}


def size_label(size: FirmSize) -> str:
    """Name a size class: 中型企业."""
    return str(_SIZES[size])


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals["size_label"] = size_label
