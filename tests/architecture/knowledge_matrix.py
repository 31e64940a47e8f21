"""What is not meant for everybody, and who of those asked reads it; and what is.

Readers: visitor; bidder (of another organisation, removed from the one most things belong to, whose
offer nobody accepted yet); seller (the provider of the project); viewer (of the organisation most
things belong to); moderator, curator, auditor (staff).
"""

from typing import Final

LEARNED: Final[dict[str, str]] = {
    "account.phone": "",
    "account.email": "moderator curator",
    "invitation.email": "",
    "one_time_link.email": "",
    "access_token.name": "",
    "sign_in_session.user_agent": "",
    "sign_in_session.ip": "",
    "claim.words": "moderator",
    "decision.words": "viewer moderator curator auditor",
    "staff_note.words": "moderator",
    "report.receipt": "moderator",
    "report.subject_title": "moderator",
    "report.words": "moderator",
    "report.answer": "moderator",
    "verification.legal_name": "viewer moderator",
    "verification.uscc": "viewer moderator",
    "verification.contact_name": "viewer moderator",
    "verification.contact_phone": "viewer moderator",
    "verification.contact_position": "viewer moderator",
    "verification_part.words": "viewer moderator",
    "engagement.words": "seller viewer moderator auditor",
    "engagement.words of one nobody accepted": "bidder viewer moderator auditor",
    "engagement.kept_words": "",
    "engagement.award_words": "bidder seller viewer moderator auditor",
    "engagement.refusal_words": "bidder seller viewer moderator auditor",
    "engagement.close_words": "",
    "message.text": "seller viewer",
    "meeting.topic": "seller viewer",
    "meeting.link": "seller viewer",
    "meeting.words": "seller viewer",
    "meeting.note": "",
    "meeting.place": "seller viewer",
    "meeting.close_words": "seller viewer",
    "contact.phone": "seller",
    "score_note.words": "",
    "response.plan": "seller viewer moderator auditor",
    "response.price_words": "seller viewer moderator auditor",
    "response.price_min_wan": "seller viewer moderator auditor",
    "response.price_max_wan": "seller viewer moderator auditor",
    "response_line.evidence": "",
    "outcome.consent_words": "",
    "outcome.value_wan": "seller viewer",
    "rating.words": "viewer",
    "provider_question.words": "viewer moderator auditor",
    "provider_question.answer_words": "",
    "judged_set.notes": "",
    "matching_model.notes": "moderator curator auditor",
    "project_case.client_name": "seller viewer moderator",  # each of their own cases
    "watch.name": "",
    "sheet_import.name": "",
    "sheet_import.error": "",
    "taxonomy_file.name": "curator",
    "unknown_word.word": "curator",
    "demand.title where state = 'draft'": "viewer moderator curator",
    "demand.text where state = 'draft'": "viewer moderator curator",
    "offering.title where state IN ('draft', 'submitted')": "viewer moderator curator auditor",
    "offering.summary where state IN ('draft', 'submitted')": "viewer moderator curator auditor",
    "project_case.title where state IN ('draft', 'submitted')": "viewer moderator curator auditor",
    "project_case.problem where state IN ('draft', 'submitted')": (
        "viewer moderator curator auditor"
    ),
    "submission.number where state NOT IN ('draft', 'selected')": "viewer curator",
    "submission.title where state <> 'selected'": "viewer curator",
    "submission.verdict_words": "curator",
    "submission.verdict_level where state <> 'selected'": "curator",
    "submission.recommendation": "viewer curator",
    "submission_answer.text": "viewer curator",
    "submission_partner.name": "viewer curator",
    "submission_partner.role": "viewer curator",
    "review.words": "",
    "review.abstain_words": "",
    "review.reopen_words": "",
    "review_score.comment": "",
    "review_conflict.words": "curator",
    "review_post.words": "",
    "objection.receipt": "curator",
    "objection.name": "curator",
    "objection.contact": "curator",
    "objection.words": "curator",
    "objection.answer": "",
    "appeal.words": "curator",
    "appeal.answer": "",
    "entry_step.words": "curator",
    "entry_renewal.words": "curator",
    "entry_renewal.answer": "curator",
    "showcase.title_zh where state = 'draft'": "curator",
    "showcase.problem_zh where state = 'draft'": "curator",
    "showcase.withdraw_words": "curator",
    "organisation.name of an anonymous demand": "moderator curator auditor",
}

# Tables of facts everybody reads, and of the machinery, which no page shows to anybody but staff.
PUBLIC: Final = frozenset(
    {
        "capability", "indicator", "industry", "metric", "region", "sector", "standard",
        "city_figure", "city_observation",
        "observation", "scene", "typical_need", "provider_profile", "case_figure", "case_file",
        "case_part", "case_partner", "demand_change", "demand_goal", "offering_file", "promise",
        "qualification", "scene_redirect", "standing_change", "tier_change", "programme_call",
        "call_phase", "call_question", "call_criterion", "call_quota", "call_change",
        "programme_entry", "pilot_point", "pilot_criterion", "showcase_figure", "showcase_part",
        "showcase_file", "profile_place", "gap_line",
    }
)  # fmt: skip
MACHINERY: Final = frozenset(
    {
        "attempt", "audit_event", "outbox", "sent_form", "recovery_code", "second_factor",
        "digest", "consent", "notice_setting", "model_run", "news", "shown_ranking", "notice",
        "table_change", "public_change", "change_counter", "webhook", "webhook_delivery",
        "delivery_try", "sent_request",
        "unseen_offering",
    }
)  # fmt: skip
# Columns of the other tables that say nothing in words: codes, keys and their hashes.
CODES: Final = frozenset(
    {
        "key", "kind", "subject_kind", "password_hash", "token_hash", "access_hash", "locale",
        "privacy_version", "purpose", "content_type", "sha256", "uid", "unit", "sort_key",
        "sector_code", "region_code", "digest", "target", "prefix",
    }
)  # fmt: skip
# Columns everybody reads where the thing itself is public.
OPEN: Final = frozenset(
    {
        "account.name", "attachment.name", "attachment.threat", "organisation.name",
        "organisation.name_en", "organisation.uscc", "organisation.place", "organisation.website",
        "organisation.about", "organisation.revenue_wan", "organisation.assets_wan",
        "demand.issuer", "demand.notice_kind",
        "demand.notice_terms", "demand.source_url", "demand.budget_min_wan",
        "demand.budget_max_wan", "demand.close_words", "demand_question.words",
        "demand_question.answer", "project_case.client", "project_case.place",
        "project_case.solution", "project_case.effects", "project_case.awards",
        "project_case.source_url", "judged_need.text",
        "offering.title_en", "offering.summary_en", "showcase.summary_en",
        "offering.price_min_wan", "offering.price_max_wan", "criterion.name",
        "matching_model.name", "judged_set.name", "import_row.number", "offering_number.number",
        "case_number.number", "response_partner.role", "outcome_effect.what",
        "showcase.title_en", "showcase.site_zh", "showcase.site_en", "showcase.owner_zh",
        "showcase.owner_en", "showcase.problem_en", "showcase.solution_zh",
        "showcase.solution_en", "showcase.network_zh", "showcase.network_en",
        "showcase.lessons_zh", "showcase.lessons_en", "showcase.replication_zh",
        "showcase.replication_en", "showcase.cost_min_wan", "showcase.cost_max_wan",
        "showcase.source_name", "showcase.source_url",
    }
)  # fmt: skip
