"""Every page of the site once: its template, its address, and who opens it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as somebody sees it; `{name}` in the address stands for a value of the cast."""

    template: str
    path: str
    who: str = "visitor"
    press: str = ""  # a button to press there, for what a form says then

    def __str__(self) -> str:
        return f"{self.path}{' ' + self.press if self.press else ''} ({self.who})"


VISITS = (
    Visit("home/index.html", "/"),
    Visit("matching/show.html", "/match/{need}"),
    Visit("matching/show.html", "/match/{odd_need}"),
    Visit("matching/show.html", "/demands/{notice}/matches"),
    Visit("matching/compare.html", "/match/{need}/compare?o={offering}"),
    Visit("matching/compare.html", "/match/{odd_need}/compare"),
    Visit("matching/why.html", "/match/{need}/why?q=矿"),
    Visit("matching/why.html", "/match/{need}/why?o={offering}"),
    Visit("matching/why.html", "/match/{odd_need}/why?o={offering}"),
    Visit("matching/why.html", "/demands/{notice}/why?q=没有这样的名字"),
    Visit("discovery/search.html", "/search"),
    Visit("discovery/search.html", "/search?q=无人矿卡"),
    Visit("discovery/search.html", "/search?q=没有这样的词组zzz"),
    Visit("demands/list.html", "/demands"),
    Visit("demands/list.html", "/demands?show=notices"),
    Visit("demands/show.html", "/demands/{notice}"),
    Visit("demands/show.html", "/demands/{own_draft}", "owner"),
    Visit("demands/mine.html", "/my/demands", "owner"),
    Visit("demands/mine.html", "/my/demands", "administrator"),
    Visit("demands/form.html", "/demands/new", "owner"),
    Visit("demands/form.html", "/demands/new", "owner", "发布需求"),
    Visit("demands/form.html", "/demands/{own_demand}/edit", "owner"),
    Visit("demands/form.html", "/match/{need}/post", "owner"),
    Visit("catalogue/offerings.html", "/offerings"),
    Visit("catalogue/offering.html", "/offerings/{offering}"),
    Visit("catalogue/offering.html", "/offerings/{own_offering}", "owner"),
    Visit("catalogue/offering_form.html", "/offerings/new", "owner"),
    Visit("catalogue/offering_form.html", "/offerings/new", "owner", "发布方案"),
    Visit("catalogue/offering_form.html", "/offerings/{own_offering}/edit", "owner"),
    Visit("matching/offering_demands.html", "/offerings/{own_offering}/demands", "owner"),
    Visit("catalogue/my_offerings.html", "/my/offerings", "owner"),
    Visit("catalogue/providers.html", "/providers"),
    Visit("catalogue/provider.html", "/providers/{provider}"),
    Visit("catalogue/cases.html", "/cases"),
    Visit("catalogue/case.html", "/cases/{case}"),
    Visit("taxonomy/sectors.html", "/sectors"),
    Visit("taxonomy/sector.html", "/sectors/{sector}"),
    Visit("taxonomy/scene.html", "/scenes/{scene}"),
    Visit("taxonomy/standards.html", "/standards"),
    Visit("taxonomy/capabilities.html", "/capabilities"),
    Visit("insight/overview.html", "/insight"),
    Visit("accounts/register.html", "/register"),
    Visit("accounts/register.html", "/register", press="注册账号"),
    Visit("accounts/confirmation_sent.html", "/register/sent"),
    Visit("accounts/resend.html", "/register/resend"),
    Visit("accounts/confirm.html", "/confirm/{confirm_token}"),
    Visit("accounts/link_unusable.html", "/confirm/{odd_need}"),
    Visit("accounts/sign_in.html", "/sign-in"),
    Visit("accounts/sign_in.html", "/sign-in", press="登录"),
    Visit("accounts/forgot_password.html", "/password/forgot"),
    Visit("accounts/reset_sent.html", "/password/forgot/sent"),
    Visit("accounts/set_password.html", "/password/reset/{reset_token}"),
    Visit("accounts/account.html", "/account", "owner"),
    Visit("accounts/change_password.html", "/account/password", "owner"),
    Visit("accounts/sessions.html", "/account/sessions", "owner"),
    Visit("accounts/organisations.html", "/my/organisations", "owner"),
    Visit("accounts/new_organisation.html", "/organisations/new", "owner"),
    Visit("accounts/new_organisation.html", "/organisations/new", "owner", "创建单位"),
    Visit("accounts/organisation.html", "/organisations/{organisation}", "owner"),
    Visit("accounts/edit_organisation.html", "/organisations/{organisation}/edit", "owner"),
    Visit("matching/rankings.html", "/match/{need}/rankings"),
    Visit("matching/rankings.html", "/demands/{own_demand}/rankings", "owner"),
    Visit("matching/ranking.html", "/rankings/{ranking}", "owner"),
    Visit("matching/show.html", "/demands/{own_demand}/matches", "owner"),
    Visit("staff/desk.html", "/staff", "administrator"),
    Visit("staff/models.html", "/staff/models", "administrator"),
    Visit("staff/model.html", "/staff/models/{draft_model}", "administrator"),
    Visit("staff/edit_model.html", "/staff/models/{draft_model}/edit", "administrator"),
    Visit("staff/activate_model.html", "/staff/models/{draft_model}/activate", "administrator"),
    Visit("staff/learning.html", "/staff/models/learning", "administrator"),
    Visit("staff/judged_sets.html", "/staff/judged-sets", "administrator"),
    Visit("staff/judged_set.html", "/staff/judged-sets/{judged_set}", "administrator"),
    Visit("staff/pair.html", "/staff/judged-pairs/{judged_pair}", "administrator"),
    Visit("staff/jobs.html", "/staff/jobs", "administrator"),
    Visit("staff/exposure.html", "/staff/exposure", "administrator"),
    Visit("staff/audit_trail.html", "/staff/audit-trail", "administrator"),
    Visit("web/about.html", "/about"),
    Visit("web/accessibility.html", "/accessibility"),
    Visit("web/contact.html", "/contact"),
    Visit("web/privacy.html", "/privacy"),
    Visit("web/sources.html", "/sources"),
    Visit("errors/error.html", "/no-such-page"),
)
