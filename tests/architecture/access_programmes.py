"""Who may open which page of programmes; read as `access_matrix.py` says."""

ACCESS: dict[str, str] = {
    "programmes.call": "everybody",
    "programmes.call_calendar": "everybody",
    "programmes.call_criteria": "curator administrator",
    "programmes.call_phases": "curator administrator",
    "programmes.call_questions": "curator administrator",
    "programmes.call_quotas": "curator administrator",
    "programmes.call_rules": "curator administrator",
    "programmes.calls": "everybody",
    "programmes.cancel_call": "curator administrator",
    "programmes.copy_call": "curator administrator",
    "programmes.edit_call": "curator administrator",
    "programmes.new_call": "curator administrator",
    "programmes.publish_call": "curator administrator",
    "programmes.staff_call": "curator administrator",
    "programmes.staff_calls": "curator administrator",
}

EACH: dict[str, str] = {
    "programmes.call": "curator administrator",
    "programmes.call_calendar": "curator administrator",
}
