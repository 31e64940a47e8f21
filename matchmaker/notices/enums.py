"""Kinds of notices, the groups people choose mail for, and how mail comes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class NoticeGroup(StrEnum):
    """What people choose together; `security` cannot be switched off."""

    SECURITY = "security"
    ORGANISATION = "organisation"  # verification, members, claims
    REVIEW = "review"  # what staff decided on demands, offerings, cases
    ENGAGEMENT = "engagement"  # invitations, responses, awards, outcomes
    MESSAGES = "messages"  # what others wrote to one
    REMINDERS = "reminders"  # what is about to end or waits for one
    STAFF = "staff"  # for those who run the programme
    # New groups come last: keys in mails that were sent name groups by their place.
    PROGRAMME = "programme"  # calls, submissions, reviews, results


class MailChoice(StrEnum):
    """How notices of a group come by mail; the page has them in any case."""

    AT_ONCE = "at-once"
    DAILY = "daily"  # one mail a day for all that is new
    NEVER = "never"


DEFAULT_CHOICE: Final[Mapping[NoticeGroup, MailChoice]] = {
    NoticeGroup.SECURITY: MailChoice.AT_ONCE,
    NoticeGroup.ORGANISATION: MailChoice.AT_ONCE,
    NoticeGroup.REVIEW: MailChoice.AT_ONCE,
    NoticeGroup.ENGAGEMENT: MailChoice.AT_ONCE,
    NoticeGroup.MESSAGES: MailChoice.AT_ONCE,
    NoticeGroup.PROGRAMME: MailChoice.AT_ONCE,
    NoticeGroup.REMINDERS: MailChoice.AT_ONCE,
    NoticeGroup.STAFF: MailChoice.DAILY,
}
FIXED: Final = frozenset({NoticeGroup.SECURITY})


class NoticeKind(StrEnum):
    """What happened. Each kind has its group below and its words in `words.py`."""

    SECOND_FACTOR_RESET = "second-factor-reset"
    STAFF_ROLE_CHANGED = "staff-role-changed"
    TOKEN_MADE = "token-made"  # noqa: S105 - the name of a kind
    TOKEN_ENDING = "token-ending"  # noqa: S105 - the name of a kind
    FILE_INFECTED = "file-infected"
    ENGAGEMENT_INVITED = "engagement-invited"
    ENGAGEMENT_OFFERED = "engagement-offered"
    ENGAGEMENT_ACCEPTED = "engagement-accepted"
    ENGAGEMENT_CLOSED = "engagement-closed"
    ENGAGEMENT_REOPENED = "engagement-reopened"
    RESPONSE_SUBMITTED = "response-submitted"
    PARTNER_ASKED = "partner-asked"
    PARTNER_ANSWERED = "partner-answered"
    AWARDED = "awarded"
    AWARD_ACCEPTED = "award-accepted"
    AWARD_DECLINED = "award-declined"
    AWARD_TAKEN_BACK = "award-taken-back"
    NOT_CHOSEN = "not-chosen"
    MESSAGE_WRITTEN = "message-written"
    QUESTION_ASKED = "question-asked"
    QUESTION_ANSWERED = "question-answered"
    QUESTION_DECLINED = "question-declined"
    QUESTION_MERGED = "question-merged"
    PROVIDER_ASKED = "provider-asked"
    PROVIDER_CONFIRMED = "provider-confirmed"
    CONTACT_ASKED = "contact-asked"
    MEETING_PROPOSED = "meeting-proposed"
    MEETING_ACCEPTED = "meeting-accepted"
    MEETING_DECLINED = "meeting-declined"
    MEETING_CANCELLED = "meeting-cancelled"
    MEETING_NOTED = "meeting-noted"
    STAGE_TOLD = "stage-told"
    STAGE_CONFIRMED = "stage-confirmed"
    STAGE_REFUSED = "stage-refused"
    EFFECT_MEASURED = "effect-measured"
    RATED = "rated"
    CASE_ASKED = "case-asked"
    CASE_AGREED = "case-agreed"
    CASE_REFUSED = "case-refused"
    NOMINATED = "nominated"
    STEP_DUE = "step-due"
    DEMAND_APPROVED = "demand-approved"
    DEMAND_RETURNED = "demand-returned"
    DEMAND_SUSPENDED = "demand-suspended"
    DEMAND_RESTORED = "demand-restored"
    DEMAND_EXPIRING = "demand-expiring"
    DEMAND_EXPIRED = "demand-expired"
    DEMAND_CHANGED = "demand-changed"
    DEMAND_CLOSED = "demand-closed"
    VERIFICATION_APPROVED = "verification-approved"
    VERIFICATION_RETURNED = "verification-returned"
    VERIFICATION_REFUSED = "verification-refused"
    VERIFICATION_REOPENED = "verification-reopened"
    VERIFICATION_REVOKED = "verification-revoked"
    VERIFICATION_ENDING = "verification-ending"
    QUALIFICATION_ENDING = "qualification-ending"
    ORGANISATION_SUSPENDED = "organisation-suspended"
    ORGANISATION_RESTORED = "organisation-restored"
    CLAIM_APPROVED = "claim-approved"
    CLAIM_RETURNED = "claim-returned"
    CLAIM_REFUSED = "claim-refused"
    CLAIM_REOPENED = "claim-reopened"
    TIER_SET = "tier-set"
    TIER_ENDED = "tier-ended"
    OFFERING_APPROVED = "offering-approved"
    OFFERING_RETURNED = "offering-returned"
    CASE_APPROVED = "case-approved"
    CASE_RETURNED = "case-returned"
    REPORT_ANSWERED = "report-answered"
    STANDARD_REPLACED_STATED = "standard-replaced-stated"
    STANDARD_REPLACED_ASKED = "standard-replaced-asked"
    REPORT_REOPENED = "report-reopened"
    RESULT_SELECTED = "result-selected"
    RESULT_NOT_SELECTED = "result-not-selected"
    RESULT_ON_HOLD = "result-on-hold"
    OBJECTION_UPHELD = "objection-upheld"
    OBJECTION_ANSWERED = "objection-answered"
    ENTRY_WARNED = "entry-warned"
    ENTRY_RECTIFYING = "entry-rectifying"
    ENTRY_RESTORED = "entry-restored"
    ENTRY_REMOVED = "entry-removed"
    RENEWAL_GRANTED = "renewal-granted"
    RENEWAL_DECLINED = "renewal-declined"
    APPEAL_UPHELD = "appeal-upheld"
    APPEAL_DISMISSED = "appeal-dismissed"
    ENTRY_ENDING = "entry-ending"
    REVIEWER_INVITED = "reviewer-invited"
    REVIEWS_ASSIGNED = "reviews-assigned"
    REVIEW_REOPENED = "review-reopened"
    REVIEW_DISCUSSED = "review-discussed"
    REVIEWS_DUE = "reviews-due"
    REVIEWS_LACKING = "reviews-lacking"
    SUBMISSION_RECEIVED = "submission-received"
    SUBMISSION_RETURNED = "submission-returned"
    SUBMISSION_TO_RECOMMEND = "submission-to-recommend"
    SUBMISSION_RECOMMENDED = "submission-recommended"
    SUBMISSION_ACCEPTED = "submission-accepted"
    SUBMISSION_REFUSED = "submission-refused"
    SUBMISSION_PARTNER_ASKED = "submission-partner-asked"
    SUBMISSION_PARTNER_ANSWERED = "submission-partner-answered"
    WEBHOOK_OFF = "webhook-off"


GROUP_OF: Final[Mapping[NoticeKind, NoticeGroup]] = {
    NoticeKind.SECOND_FACTOR_RESET: NoticeGroup.SECURITY,
    NoticeKind.STAFF_ROLE_CHANGED: NoticeGroup.SECURITY,
    NoticeKind.TOKEN_MADE: NoticeGroup.SECURITY,
    NoticeKind.TOKEN_ENDING: NoticeGroup.REMINDERS,
    NoticeKind.FILE_INFECTED: NoticeGroup.SECURITY,
    NoticeKind.ENGAGEMENT_INVITED: NoticeGroup.ENGAGEMENT,
    NoticeKind.ENGAGEMENT_OFFERED: NoticeGroup.ENGAGEMENT,
    NoticeKind.ENGAGEMENT_ACCEPTED: NoticeGroup.ENGAGEMENT,
    NoticeKind.ENGAGEMENT_CLOSED: NoticeGroup.ENGAGEMENT,
    NoticeKind.ENGAGEMENT_REOPENED: NoticeGroup.ENGAGEMENT,
    NoticeKind.RESPONSE_SUBMITTED: NoticeGroup.ENGAGEMENT,
    NoticeKind.PARTNER_ASKED: NoticeGroup.ENGAGEMENT,
    NoticeKind.PARTNER_ANSWERED: NoticeGroup.ENGAGEMENT,
    NoticeKind.AWARDED: NoticeGroup.ENGAGEMENT,
    NoticeKind.AWARD_ACCEPTED: NoticeGroup.ENGAGEMENT,
    NoticeKind.AWARD_DECLINED: NoticeGroup.ENGAGEMENT,
    NoticeKind.AWARD_TAKEN_BACK: NoticeGroup.ENGAGEMENT,
    NoticeKind.NOT_CHOSEN: NoticeGroup.ENGAGEMENT,
    NoticeKind.MESSAGE_WRITTEN: NoticeGroup.MESSAGES,
    NoticeKind.QUESTION_ASKED: NoticeGroup.MESSAGES,
    NoticeKind.QUESTION_ANSWERED: NoticeGroup.MESSAGES,
    NoticeKind.QUESTION_DECLINED: NoticeGroup.MESSAGES,
    NoticeKind.QUESTION_MERGED: NoticeGroup.MESSAGES,
    NoticeKind.PROVIDER_ASKED: NoticeGroup.MESSAGES,
    NoticeKind.PROVIDER_CONFIRMED: NoticeGroup.MESSAGES,
    NoticeKind.CONTACT_ASKED: NoticeGroup.ENGAGEMENT,
    NoticeKind.MEETING_PROPOSED: NoticeGroup.ENGAGEMENT,
    NoticeKind.MEETING_ACCEPTED: NoticeGroup.ENGAGEMENT,
    NoticeKind.MEETING_DECLINED: NoticeGroup.ENGAGEMENT,
    NoticeKind.MEETING_CANCELLED: NoticeGroup.ENGAGEMENT,
    NoticeKind.MEETING_NOTED: NoticeGroup.ENGAGEMENT,
    NoticeKind.STAGE_TOLD: NoticeGroup.ENGAGEMENT,
    NoticeKind.STAGE_CONFIRMED: NoticeGroup.ENGAGEMENT,
    NoticeKind.STAGE_REFUSED: NoticeGroup.ENGAGEMENT,
    NoticeKind.EFFECT_MEASURED: NoticeGroup.ENGAGEMENT,
    NoticeKind.RATED: NoticeGroup.ENGAGEMENT,
    NoticeKind.CASE_ASKED: NoticeGroup.ENGAGEMENT,
    NoticeKind.CASE_AGREED: NoticeGroup.ENGAGEMENT,
    NoticeKind.CASE_REFUSED: NoticeGroup.ENGAGEMENT,
    NoticeKind.NOMINATED: NoticeGroup.ENGAGEMENT,
    NoticeKind.STEP_DUE: NoticeGroup.REMINDERS,
    NoticeKind.DEMAND_APPROVED: NoticeGroup.REVIEW,
    NoticeKind.DEMAND_RETURNED: NoticeGroup.REVIEW,
    NoticeKind.DEMAND_SUSPENDED: NoticeGroup.REVIEW,
    NoticeKind.DEMAND_RESTORED: NoticeGroup.REVIEW,
    NoticeKind.STANDARD_REPLACED_STATED: NoticeGroup.REMINDERS,
    NoticeKind.STANDARD_REPLACED_ASKED: NoticeGroup.REMINDERS,
    NoticeKind.DEMAND_EXPIRING: NoticeGroup.REMINDERS,
    NoticeKind.DEMAND_EXPIRED: NoticeGroup.REMINDERS,
    NoticeKind.DEMAND_CHANGED: NoticeGroup.ENGAGEMENT,
    NoticeKind.DEMAND_CLOSED: NoticeGroup.ENGAGEMENT,
    NoticeKind.VERIFICATION_APPROVED: NoticeGroup.ORGANISATION,
    NoticeKind.VERIFICATION_RETURNED: NoticeGroup.ORGANISATION,
    NoticeKind.VERIFICATION_REFUSED: NoticeGroup.ORGANISATION,
    NoticeKind.VERIFICATION_REOPENED: NoticeGroup.ORGANISATION,
    NoticeKind.VERIFICATION_REVOKED: NoticeGroup.ORGANISATION,
    NoticeKind.VERIFICATION_ENDING: NoticeGroup.REMINDERS,
    NoticeKind.QUALIFICATION_ENDING: NoticeGroup.REMINDERS,
    NoticeKind.ORGANISATION_SUSPENDED: NoticeGroup.ORGANISATION,
    NoticeKind.ORGANISATION_RESTORED: NoticeGroup.ORGANISATION,
    NoticeKind.CLAIM_APPROVED: NoticeGroup.ORGANISATION,
    NoticeKind.CLAIM_RETURNED: NoticeGroup.ORGANISATION,
    NoticeKind.CLAIM_REFUSED: NoticeGroup.ORGANISATION,
    NoticeKind.CLAIM_REOPENED: NoticeGroup.ORGANISATION,
    NoticeKind.TIER_SET: NoticeGroup.ORGANISATION,
    NoticeKind.TIER_ENDED: NoticeGroup.ORGANISATION,
    NoticeKind.OFFERING_APPROVED: NoticeGroup.REVIEW,
    NoticeKind.OFFERING_RETURNED: NoticeGroup.REVIEW,
    NoticeKind.CASE_APPROVED: NoticeGroup.REVIEW,
    NoticeKind.CASE_RETURNED: NoticeGroup.REVIEW,
    NoticeKind.REPORT_ANSWERED: NoticeGroup.REVIEW,
    NoticeKind.REPORT_REOPENED: NoticeGroup.REVIEW,
    NoticeKind.RESULT_SELECTED: NoticeGroup.PROGRAMME,
    NoticeKind.RESULT_NOT_SELECTED: NoticeGroup.PROGRAMME,
    NoticeKind.RESULT_ON_HOLD: NoticeGroup.PROGRAMME,
    NoticeKind.OBJECTION_UPHELD: NoticeGroup.PROGRAMME,
    NoticeKind.OBJECTION_ANSWERED: NoticeGroup.PROGRAMME,
    NoticeKind.ENTRY_WARNED: NoticeGroup.PROGRAMME,
    NoticeKind.ENTRY_RECTIFYING: NoticeGroup.PROGRAMME,
    NoticeKind.ENTRY_RESTORED: NoticeGroup.PROGRAMME,
    NoticeKind.ENTRY_REMOVED: NoticeGroup.PROGRAMME,
    NoticeKind.RENEWAL_GRANTED: NoticeGroup.PROGRAMME,
    NoticeKind.RENEWAL_DECLINED: NoticeGroup.PROGRAMME,
    NoticeKind.APPEAL_UPHELD: NoticeGroup.PROGRAMME,
    NoticeKind.APPEAL_DISMISSED: NoticeGroup.PROGRAMME,
    NoticeKind.ENTRY_ENDING: NoticeGroup.REMINDERS,
    NoticeKind.REVIEWER_INVITED: NoticeGroup.PROGRAMME,
    NoticeKind.REVIEWS_ASSIGNED: NoticeGroup.PROGRAMME,
    NoticeKind.REVIEW_REOPENED: NoticeGroup.PROGRAMME,
    NoticeKind.REVIEW_DISCUSSED: NoticeGroup.PROGRAMME,
    NoticeKind.REVIEWS_DUE: NoticeGroup.REMINDERS,
    NoticeKind.REVIEWS_LACKING: NoticeGroup.STAFF,
    NoticeKind.SUBMISSION_RECEIVED: NoticeGroup.PROGRAMME,
    NoticeKind.SUBMISSION_RETURNED: NoticeGroup.PROGRAMME,
    NoticeKind.SUBMISSION_TO_RECOMMEND: NoticeGroup.PROGRAMME,
    NoticeKind.SUBMISSION_RECOMMENDED: NoticeGroup.PROGRAMME,
    NoticeKind.SUBMISSION_ACCEPTED: NoticeGroup.PROGRAMME,
    NoticeKind.SUBMISSION_REFUSED: NoticeGroup.PROGRAMME,
    NoticeKind.SUBMISSION_PARTNER_ASKED: NoticeGroup.PROGRAMME,
    NoticeKind.SUBMISSION_PARTNER_ANSWERED: NoticeGroup.PROGRAMME,
    NoticeKind.WEBHOOK_OFF: NoticeGroup.ORGANISATION,
}
