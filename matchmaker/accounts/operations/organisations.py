"""Creating and editing organisations."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.enums import MemberRole, OrganisationState, SizeIndustry
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.accounts.operations.throttle import check_throttle
from matchmaker.accounts.policies import is_verified
from matchmaker.accounts.queries import organisation_with_uscc
from matchmaker.accounts.scoring import NO_FIGURES, FirmFigures, firm_size
from matchmaker.accounts.uscc import checked_uscc
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.taxonomy.models import Region
from matchmaker.web.forms import clean_line, clean_prose

NAME_MIN = 2
NAME_MAX = 100
WEBSITE_MAX = 300
ABOUT_MAX = 2000
EMPLOYEES_MAX = 5_000_000
AMOUNT_WAN_MAX = 1_000_000_000
NEW_PER_DAY = 10
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationContent:
    """What a person writes about an organisation."""

    name: str
    region: Region | None = None
    website: str = ""
    about: str = ""
    size_industry: SizeIndustry | None = None
    figures: FirmFigures = NO_FIGURES


def create_organisation(content: OrganisationContent, *, uscc: str, actor: Account) -> Organisation:
    """Add an organisation with the person as its owner.

    The unified social credit code belongs to one organisation only and is not changed later.
    Raises DomainError naming the field, TooManyAttemptsError beyond ten a day.
    """
    code = checked_uscc(uscc)
    values = _checked(content)
    check_throttle("organisation", str(actor.id), NEW_PER_DAY, DAY)
    if organisation_with_uscc(code) is not None:
        raise _taken()
    organisation = Organisation(uscc=code, state=OrganisationState.ACTIVE, **values)
    try:
        with db.session.begin_nested():
            audit.created("organisation.created", organisation, actor=actor)
    except IntegrityError:
        raise _taken() from None
    membership = Membership(account=actor, organisation=organisation, role=MemberRole.OWNER)
    audit.created("membership.created", membership, actor=actor)
    return organisation


def edit_organisation(
    organisation: Organisation, content: OrganisationContent, *, seen_version: int, actor: Account
) -> None:
    """Change what an organisation says about itself; a verified one keeps its name.

    Raises DomainError naming the field; ConflictError when it was changed since the person
    opened it (`seen_version`).
    """
    if seen_version != organisation.version:
        raise ConflictError(
            _("您打开页面之后，单位资料已被同事改动。请核对下面已保存的内容，再保存一次。")
        )
    values = _checked(content)
    if is_verified(organisation) and values["name"] != organisation.name:
        raise DomainError(
            _("单位已认证，名称以营业执照为准；名称变更后请提交新的认证申请。"), field="name"
        )
    with audit.change("organisation.edited", organisation, actor=actor):
        for name, value in values.items():
            setattr(organisation, name, value)


def checked_website(text: str) -> str:
    """Give an http(s) address of a public host, `https://` added where only the host was typed.

    Raises DomainError for anything else: scripts, other schemes, names with a password.
    """
    address = text.strip()
    if not address:
        return ""
    if "://" not in address and not address.lower().startswith(("javascript:", "data:")):
        address = f"https://{address}"
    if not is_web_address(address):
        raise DomainError(
            _(
                "网址不正确。请填写以 https:// 或 http:// 开头的网址，例如 https://www.example.com。"
            ),
            field="website",
        )
    if len(address) > WEBSITE_MAX:
        raise DomainError(
            _("网址最多 %(limit)s 个字符，请填写首页的网址。", limit=WEBSITE_MAX), field="website"
        )
    return address


def is_web_address(address: str) -> bool:
    """Say that a text is one address of the public web, without a name and password in it."""
    if any(character.isspace() or not character.isprintable() for character in address):
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:  # a broken IPv6 host or port
        return False
    labels = host.split(".")
    return (
        parts.scheme in {"http", "https"}
        and "@" not in parts.netloc
        and "\\" not in address
        and len(labels) > 1
        and all(labels)
    )


def _checked(content: OrganisationContent) -> dict[str, object]:
    name, about = clean_line(content.name), clean_prose(content.about)
    if not NAME_MIN <= len(name) <= NAME_MAX:
        raise DomainError(
            _("请填写单位全称，%(low)s 到 %(high)s 个字。", low=NAME_MIN, high=NAME_MAX),
            field="name",
        )
    if len(about) > ABOUT_MAX:
        raise DomainError(
            _(
                "简介最多 %(limit)s 个字，现在有 %(length)s 个。",
                limit=ABOUT_MAX,
                length=len(about),
            ),
            field="about",
        )
    return {
        "name": name,
        "region_code": content.region.code if content.region else None,
        "website": checked_website(content.website),
        "about": about,
        **_checked_size(content),
    }


def _checked_size(content: OrganisationContent) -> dict[str, object]:
    """Hold the figures within bounds and class the firm by them."""
    figures, industry = content.figures, content.size_industry
    for name, figure, most in (
        ("employees", figures.employees, EMPLOYEES_MAX),
        ("revenue_wan", figures.revenue_wan, AMOUNT_WAN_MAX),
        ("assets_wan", figures.assets_wan, AMOUNT_WAN_MAX),
    ):
        if figure is not None and not 0 <= figure <= most:
            raise DomainError(_("请写 0 到 %(most)s 之间的数。", most=f"{most:,}"), field=name)
    return {
        "size_industry": industry,
        "employees": figures.employees,
        "revenue_wan": figures.revenue_wan,
        "assets_wan": figures.assets_wan,
        "size": firm_size(industry, figures) if industry else None,
    }


def _taken() -> DomainError:
    return DomainError(
        _("这个统一社会信用代码已有单位登记。如果是您的单位，请联系已登记的同事或运营人员。"),
        field="uscc",
    )
