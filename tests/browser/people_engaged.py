"""Providers of the browser tests, and what they keep with the owner."""

from browser.cast import Cast, add_account
from factories.engagements import provider_question_in, question_on
from factories.projects import project, rest_on_withdrawn

from matchmaker.accounts.enums import (
    MemberRole,
    OrganisationState,
)
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums.responses import QuestionState
from matchmaker.engagements.operations.opening import offer_engagement
from matchmaker.engagements.operations.partners import add_partner
from matchmaker.engagements.operations.responses import ResponseContent, save_response


def engaged_things(cast: Cast) -> None:
    """A provider that asked to talk about the owner's demand."""
    seller = add_account("赵工", cast, "seller")
    provider = Organisation(
        name="北方矿用装备有限公司", uscc="91150600MA0TESTX02", state=OrganisationState.ACTIVE
    )
    db.session.add(Membership(account=seller, organisation=provider, role=MemberRole.OWNER))
    db.session.flush()
    demand = db.session.get_one(Demand, cast.values["own_demand"])
    made = offer_engagement(demand, provider, words="我们做过两处露天矿。", actor=seller)
    engineer = Organisation(
        name="西部矿山智能化工程有限公司", uscc="91150600MA0TESTX03", state=OrganisationState.ACTIVE
    )
    db.session.add(Membership(account=seller, organisation=engineer, role=MemberRole.OWNER))
    db.session.flush()
    owner = db.session.get_one(Account, demand.author_id)
    built = project(demand, owner, engineer, seller)
    cast.values |= {
        "engagement": made.id,
        "project": built.engagement.id,
        "asked": built.asked.id,
        "arranged": built.arranged.id,
        "effect": built.effect.id,
        "message": built.message.id,
    }
    cast.values["relied_case"] = rest_on_withdrawn(built.engagement, seller).id
    response = save_response(
        demand, provider, ResponseContent(plan="先改五台。"), seen_version=0, actor=seller
    )
    partner = add_account("钱工", cast, "partner")
    other = Organisation(
        name="终端模组有限公司", uscc="91150600MA0TESTX05", state=OrganisationState.ACTIVE
    )
    db.session.add(Membership(account=partner, organisation=other, role=MemberRole.OWNER))
    db.session.flush()
    asked = add_partner(response, other.name, "终端", [], actor=seller)
    cast.values["to_provider"] = provider_question_in(made).id
    asked_first = question_on(demand, provider, seller, "井下基站的供电由谁提供？")
    asked_again = question_on(demand, provider, seller, "请问井下基站由哪一方供电？")
    asked_again.state, asked_again.merged_into = QuestionState.MERGED, asked_first
    cast.values["merged"] = asked_again.id
    question = question_on(demand, provider, seller).id
    cast.values |= {"response": response.id, "partner": asked.id, "question": question}
