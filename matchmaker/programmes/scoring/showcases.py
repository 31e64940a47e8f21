"""What a showcase still lacks before everybody may read it."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.programmes.enums.showcases import NamedBy, Proof
from matchmaker.programmes.models.showcases import Showcase


def lacks_of(showcase: Showcase, *, is_agreed: bool) -> Iterator[Words]:
    """Say all that is missing, in the order of the form; nothing when it may be published.

    `is_agreed`: whether the client of the project still lets itself be named.
    """
    needed = (
        (showcase.title_en, _("请写英文标题。")),
        (showcase.owner_zh, _("请写单位怎样显示。")),
        (showcase.sector_id, _("请选行业。")),
        (showcase.region_code, _("请写地区。")),
        (showcase.scenes, _("请至少选一个场景。")),
        (showcase.problem_zh, _("请写要解决的问题。")),
        (showcase.problem_en, _("请写问题的英文。")),
        (showcase.solution_zh, _("请写做法。")),
        (showcase.solution_en, _("请写做法的英文。")),
        (showcase.network_zh or showcase.capabilities, _("请写网络情况，或选用到的网络能力。")),
        (showcase.parts or showcase.offerings, _("请写参与的供应商，或用到的方案。")),
    )
    yield from (words for held, words in needed if not held)
    if not any(figure.proof is not Proof.STATED for figure in showcase.figures):
        yield _("请至少写一个有依据的成效数值：公开报道、文件，或双方确认。")
    if showcase.named_by is NamedBy.DOCUMENT and showcase.consent_file_id is None:
        yield _("请上传单位同意署名的文件，或改为不署名。")
    if not is_agreed:
        yield _("客户已收回同意，请改为不署名。")
