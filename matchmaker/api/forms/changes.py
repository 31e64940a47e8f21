"""What programs ask and are told of changes."""

from typing import Annotated, Final, Literal

from flask_babel import lazy_gettext as _

from matchmaker.api.forms.base import Given, Several, Told, told
from matchmaker.api.queries.changes import PUBLIC_IDS

MOST_CHANGES: Final = 500
USUAL_CHANGES: Final = 100
KINDS: Final = ", ".join(PUBLIC_IDS)
LONGEST_CURSOR: Final = 40


class ChangesAsked(Given):
    """From where on, of what, how many."""

    cursor: Annotated[
        str, told(_("上一次答复中的 next；不写就从头开始"), max_length=LONGEST_CURSOR)
    ] = ""
    kinds: Annotated[
        Several, told(_("只要这些种类，用逗号隔开：%(kinds)s", kinds=KINDS), max_length=20)
    ] = []
    limit: Annotated[int, told(_("每次条数"), ge=1, le=MOST_CHANGES, examples=[20])] = USUAL_CHANGES


class ChangeTold(Told):
    """What last became of one thing."""

    kind: Annotated[str, told(_("种类"), examples=["offering"])]
    id: Annotated[int, told(_("编号，在种类内唯一"))]
    what: Annotated[
        Literal["published", "changed", "withdrawn"],
        told(_("发布、改动或撤下；撤下的只给编号，请从您那里删除")),
    ]
    at: Annotated[str, told(_("时刻，UTC"), examples=["2026-11-20T04:00:00+00:00"])]
    url: Annotated[str | None, told(_("网页地址；撤下的没有"))]


class ChangesTold(Told):
    """Changes in their order, and where to go on."""

    items: Annotated[list[ChangeTold], told(_("改动，先发生的在前；每件事物只有最近一次"))]
    next: Annotated[str, told(_("保存它，下次从这里继续；没有新改动时也会给"))]
    has_more: Annotated[bool, told(_("现在还有没有下一页"))]
