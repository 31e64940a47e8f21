"""The people of the browser tests, and what they already have on the site."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from browser.cast import NEED, NOTHING_FITS, Cast, add_account
from browser.people_engaged import engaged_things
from browser.people_entering import entering_things
from browser.people_models import models_on_record
from browser.people_results import result_things
from browser.site import Site
from factories.demands import publish, reported
from factories.imports import checked_import
from factories.programmes import call as announced_call
from factories.reviews import reviewing
from factories.second_factors import give_second_factor
from factories.showcases import showcase as shown_showcase
from factories.standing import two_claims, waiting_verification
from factories.uploads import PDF, picture, upload
from factories.webhooks import webhook_told
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import (
    LinkPurpose,
    MemberRole,
    OrganisationState,
    StaffRole,
)
from matchmaker.accounts.models import Account, Invitation, Membership, Organisation
from matchmaker.accounts.operations.links import issue_link, new_token
from matchmaker.accounts.operations.second_factor import start_set_up
from matchmaker.accounts.queries import token_hash
from matchmaker.catalogue.enums import Effect, FileKind, ProviderType
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import (
    CaseContent,
    FigureContent,
    OfferingContent,
    PartnerContent,
    add_file,
    draft_case,
    draft_offering,
    edit_offering,
    keep_certificate,
    submit_case,
    submit_offering,
)
from matchmaker.catalogue.operations.profiles import (
    ProfileContent,
    QualificationContent,
    write_profile,
)
from matchmaker.catalogue.operations.tiers import TierContent, set_tier
from matchmaker.catalogue.queries.profiles import profile_of_number
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import DemandContent, draft_demand, paste_need
from matchmaker.insight.enums import CityMeasure
from matchmaker.insight.models.cities import CityObservation
from matchmaker.insight.models.plans import Observation
from matchmaker.moderation.enums import Outcome, ReportReason
from matchmaker.moderation.operations import decide, look_at_report, report
from matchmaker.notices.enums import NoticeGroup, NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.notices.queries import stop_key
from matchmaker.programmes.enums import CallState
from matchmaker.taxonomy.enums import Metric
from matchmaker.taxonomy.models import (
    MetricEntry,
    Scene,
    Sector,
    Standard,
    TaxonomyFile,
    UnknownWord,
)
from matchmaker.watches.enums import Frequency, Occasion, WatchKind
from matchmaker.watches.models import News, NewsReason
from matchmaker.watches.operations.offers import offered
from matchmaker.watches.operations.watching import Watched, watch
from matchmaker.watches.queries.keys import Stops, stop_token
from matchmaker.watches.scoring.searches import Search


def arrive(site: Site) -> Cast:
    """Bring the people and their things to the site."""
    cast = Cast()
    with site.app.app_context(), site.app.test_request_context():
        owner = add_account("何工", cast, "owner")
        administrator = add_account("管理员", cast, "administrator", StaffRole.ADMINISTRATOR)
        moderator = add_account("审核员", cast, "moderator", StaffRole.MODERATOR)
        curator = add_account("馆员", cast, "curator", StaffRole.CURATOR)
        mine = Organisation(
            name="远山露天煤矿有限公司", uscc="91150600MA0TESTX01",
            state=OrganisationState.ACTIVE, verified_at=clock.now(),
            verified_until=clock.today() + timedelta(days=365),
        )  # fmt: skip
        db.session.add(Membership(account=owner, organisation=mine, role=MemberRole.OWNER))
        db.session.flush()
        _own_things(owner, mine, cast)
        _reviewed_things(owner, mine, cast)
        _applying(owner, cast)
        _known_things(cast)
        engaged_things(cast)
        _watched_things(owner, cast)
        models_on_record(administrator, cast)
        cast.values["call"] = announced_call(summary_zh="征集已经建成并稳定运行的5G矿山。").id
        cast.values["showcase"] = shown_showcase(lessons_zh="先做小范围试点。").id
        cast.values["draft_call"] = announced_call(state=CallState.DRAFT, published_at=None).id
        under_review = reviewing(owner)
        cast.values |= {
            "reviewed_call": under_review.call.id,
            "reviewed": under_review.reviews[0].submission_id,
            "reviewer": under_review.other.id,
            "review": under_review.reviews[0].id,
            "review_to_write": under_review.reviews[2].id,
        }
        entering_things(owner, mine, cast)
        result_things(mine, owner, cast)
        _told(owner, administrator, cast)
        _ranked(curator, cast)
        _reported(owner, moderator, cast)
        _membership_things(owner, mine, cast)
        for name, purpose in (
            ("confirm_token", LinkPurpose.CONFIRM_EMAIL),
            ("reset_token", LinkPurpose.RESET_PASSWORD),
        ):
            cast.values[name] = new_token()
            issue_link(add_account("新同事", cast, name), purpose, cast.values[name])
        db.session.commit()
    return cast


def _membership_things(owner: Account, mine: Organisation, cast: Cast) -> None:
    """A colleague, an invitation on its way, an app being set up, a new address."""
    colleague = add_account("周工", cast, "colleague")
    db.session.add(
        Membership(account_id=colleague.id, organisation_id=mine.id, role=MemberRole.EDITOR)
    )
    cast.values |= {"invitation_token": new_token(), "email_token": new_token()}
    db.session.add(
        Invitation(
            organisation_id=mine.id, email="new@example.com", role=MemberRole.EDITOR,
            inviter_id=owner.id, token_hash=token_hash(cast.values["invitation_token"]),
            expires_at=clock.now() + timedelta(days=7),
        )
    )  # fmt: skip
    locked_out = add_account("钱工", cast, "locked_out")
    give_second_factor(locked_out)
    cast.values["locked_out"] = locked_out.id
    start_set_up(actor=owner)
    changing = cast.values["email_token"]
    issue_link(owner, LinkPurpose.CHANGE_EMAIL, changing, email="other@example.com")
    db.session.flush()


def _reported(owner: Account, moderator: Account, cast: Cast) -> None:
    """A message that was reported, before and after staff asked to see it."""
    number, said = cast.values["message"], ReportReason.FRAUD
    waits = report("message", number, "对接中的留言", said, "要求线下付款", actor=owner)
    other = add_account("周师傅", cast, "witness")
    looked = report("message", number, "对接中的留言", said, "", actor=other)
    look_at_report(looked, actor=moderator, shown={"messages": [number]})
    cast.values |= {"message_report": waits.id, "looked_report": looked.id}


def _ranked(curator: Account, cast: Cast) -> None:
    """A tier with an end for a provider known from its cases."""
    profile = profile_of_number(cast.values["provider"])
    assert profile
    content = TierContent(
        tier="一级", call="2026年遴选公告", until=clock.today() + timedelta(days=365)
    )
    version = profile.version
    set_tier(profile, content, reason="公告名单", seen_version=version, actor=curator)


def _applying(owner: Account, cast: Cast) -> None:
    """A second organisation of the owner, whose application waits for staff."""
    second = Organisation(
        name="远山矿用装备有限公司", uscc="91150600MA0TESTX04", state=OrganisationState.ACTIVE
    )
    db.session.add(Membership(account=owner, organisation=second, role=MemberRole.OWNER))
    db.session.flush()
    row = waiting_verification(owner, second)
    cast.values |= {"applying": second.id, "verification": row.id}
    claims = two_claims(owner)
    cast.values |= {"claim": claims[0].id, "returned_claim": claims[1].id}


def _own_things(owner: Account, mine: Organisation, cast: Cast) -> None:
    cast.values["import"] = checked_import(mine, owner).id
    sector = db.session.scalars(select(Sector).order_by(Sector.position)).first()
    scene = db.session.scalars(select(Scene).order_by(Scene.id)).first()
    assert sector
    assert scene
    said = DemandContent(title="矿卡无人驾驶改造", text=NEED, sector=sector, scenes=[scene])
    draft, published = (draft_demand(said, organisation=mine, actor=owner) for _ in range(2))
    publish(published, owner)
    cast.values["report"] = reported(published, owner)
    offered = OfferingContent(
        title="矿区车路协同", summary=NEED, sector=sector, scenes=[scene], capabilities=[]
    )
    offering = draft_offering(mine, offered, actor=owner)
    db.session.flush()
    cast.values |= {
        "organisation": mine.id,
        "webhook": webhook_told(mine, owner).webhook_id,
        "own_draft": draft.id,
        "own_demand": published.id,
        "own_offering": offering.id,
        "need": paste_need(NEED, actor=None)[1],
        "odd_need": paste_need(NOTHING_FITS, actor=None)[1],
    }


def _watched_things(owner: Account, cast: Cast) -> None:
    """A watch that told of an offering and of a notice, neither read yet."""
    searched = Watched(search=Search.of([("q", "无人矿卡"), ("region", "150000")]))
    found = watch(searched, name="内蒙古的无人矿卡", frequency=Frequency.WEEKLY, actor=owner)
    offered(owner.id, WatchKind.OWN_DEMANDS)
    db.session.add_all(
        News(
            account_id=owner.id, subject_kind=kind, subject_id=cast.values[name],
            occasion=Occasion.NEW, reasons=[NewsReason(watch=found)],
        )
        for kind, name in (("offering", "offering"), ("demand", "notice"))
    )  # fmt: skip
    db.session.flush()
    cast.values |= {"watch": found.id, "stop_key": stop_token(Stops.ONE, found.id)}


def _reviewed_things(owner: Account, mine: Organisation, cast: Cast) -> None:
    """An offering and a case that wait for staff; the offering changed while it waited."""
    sector = db.session.scalars(select(Sector).order_by(Sector.position)).first()
    assert sector
    said = OfferingContent(
        title="矿区无人巡检", summary=NEED, sector=sector, scenes=sector.scenes[:2]
    )
    waiting = draft_offering(mine, said, actor=owner)
    submit_offering(waiting, actor=owner)
    changed = replace(said, title="矿区无人巡检二代", price_max_wan=Decimal(40))
    edit_offering(waiting, changed, seen_version=waiting.version, actor=owner)
    told = CaseContent(
        title="某露天煤矿无人巡检", client="某露天煤矿", client_name="远山露天煤矿有限公司",
        sector=sector, scenes=sector.scenes[:1], problem=NEED, solution=NEED,
        effects="巡检人员从 12 人减到 3 人。", started_on=date(2025, 3, 1), role="总集成",
        figures=[
            FigureContent(
                kind=Effect.STAFF, what="巡检人员", before=Decimal(12), after=Decimal(3),
                unit="人", measured_on=date(2025, 9, 1),
            )
        ],
        partners=[PartnerContent(name="远方通信有限公司", role="专网建设")],
    )  # fmt: skip
    case, draft = (draft_case(mine, told, actor=owner) for _ in range(2))
    add_file(
        draft, upload(picture((800, 600)), "现场.png"), kind=FileKind.PICTURE,
        words="巡检机器人在皮带走廊", actor=owner,
    )  # fmt: skip
    submit_case(case, actor=owner)
    held = write_profile(
        mine,
        ProfileContent(
            type=ProviderType.INTEGRATOR, summary=NEED,
            qualifications=[QualificationContent(name="增值电信业务经营许可证", number="B2-1")],
        ),
        seen_version=0, actor=owner,
    ).qualifications[0]  # fmt: skip
    keep_certificate(held, upload(PDF, "许可证.pdf"), is_shown=True, actor=owner)
    db.session.flush()
    cast.values |= {
        "waiting_offering": waiting.id,
        "waiting_case": case.id,
        "draft_case": draft.id,
        "qualification": held.id,
    }


def _told(owner: Account, administrator: Account, cast: Cast) -> None:
    """Notices, one with a long name and a quote, and decisions on an offering."""
    for name, words in (("报价.pdf", ""), (f"{'很长的名字' * 12}.pdf", "请换一个文件。\n谢谢！")):
        facts = {"name": name, **({"words": words} if words else {})}
        notify(owner, NoticeKind.FILE_INFECTED, facts=facts, endpoint="web.about")
    offering = db.session.get_one(Offering, cast.values["offering"])
    decide(
        offering, Outcome.RETURNED, words="请补充检测报告。\n第二页看不清。", actor=administrator
    )
    decide(offering, Outcome.APPROVED, actor=administrator)
    cast.values["notices_key"] = stop_key(owner.id, NoticeGroup.REVIEW)


def _known_things(cast: Cast) -> None:
    """Choose the fullest examples the seeds have."""
    fullest = select(Offering).where(Offering.key.is_not(None)).join(Offering.cases)
    offering = db.session.scalars(
        fullest.group_by(Offering.id).order_by(func.count(Case.id).desc(), Offering.id)
    ).first()
    notice = db.session.scalars(select(Demand).where(Demand.state == DemandState.NOTICE)).first()
    rule = db.session.scalars(select(Standard).where(Standard.scenes.any())).first()
    assert offering
    assert notice
    assert rule
    seen = db.session.scalars(select(Observation)).first()
    assert seen
    word = UnknownWord(digest="0", word="棉铃虫", searches=3, days=3, last_on=clock.today())
    file = TaxonomyFile(
        kind="standard",
        name="标准.xlsx",
        rows={"rows": [[2, {"key": rule.code, "title": "改过的名称", "version": ""}]]},
        actor_id=db.session.scalars(select(Account.id)).first(),
    )
    metric = db.session.scalars(select(MetricEntry)).first() or MetricEntry(key=Metric.LATENCY)
    newer = CityObservation(
        region_code="440400",
        measure=CityMeasure.TRAFFIC,
        as_of=clock.today(),
        value=68.5,
        source="https://example.org/2026",
    )
    db.session.add_all([word, file, metric, newer])
    db.session.flush()
    cast.values |= {
        "offering": offering.id,
        "case": offering.cases[0].id,
        "scene": offering.scenes[0].slug,
        "standard": f"standard-{rule.id}",
        "standard_id": rule.id,
        "word": word.id,
        "metric": metric.id,
        "observation": seen.id,
        "city_figure": newer.id,
        "taxonomy_file": file.id,
        "sector": offering.scenes[0].sector.code,
        "provider": offering.organisation_id,
        "notice": notice.id,
    }
