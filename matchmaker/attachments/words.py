"""Why a file is not taken, and what the scanner said, in words."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker.attachments.enums import Scan
from matchmaker.errors import Words
from matchmaker.intake.kinds import Refusal

REFUSALS: Final[Mapping[Refusal, Words]] = {
    Refusal.EMPTY: _("文件是空的。请选有内容的文件。"),
    Refusal.BOMB: _("文件解压后太大，没有保存。请去掉里面的大图和嵌入的附件后再试。"),
    Refusal.OLD_OFFICE: _(
        "这是旧版 Office 文件，或带有密码。请去掉密码，另存为 .docx、.xlsx 或 .pptx 后再试。"
    ),
    Refusal.MACROS: _("文件带有宏，没有保存。请另存为不带宏的文件后再试。"),
    Refusal.ARCHIVE: _("压缩包不能上传。请解压后逐个上传。"),
    Refusal.ENCRYPTED: _("文件带有密码。请去掉密码后再试。"),
    Refusal.BROKEN: _("文件已损坏，打不开。请重新导出或另存一份后再试。"),
}
SCAN_LABELS: Final[Mapping[Scan, Words]] = {
    Scan.PENDING: _("正在检查病毒"),
    Scan.CLEAN: _("已检查"),
    Scan.INFECTED: _("含有病毒，已删除"),
    Scan.UNAVAILABLE: _("等待检查病毒"),
}
