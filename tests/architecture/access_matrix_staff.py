"""Who may open what of the pages where staff tend the taxonomy and run the programme."""

STAFF: dict[str, str] = {
    "staff.edit_scene_page": "curator",
    "staff.merge_scene": "curator",
    "staff.new_scene": "curator",
    "staff.restore_scene_now": "curator",
    "staff.retire_scene_page": "curator",
    "staff.scene_history": "staff",
    "staff.taxonomy": "staff",
}
