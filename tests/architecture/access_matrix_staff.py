"""Who may open what of the pages where staff tend the taxonomy and run the programme."""

STAFF: dict[str, str] = {
    "staff.edit_scene_page": "curator administrator",
    "staff.merge_scene": "curator administrator",
    "staff.new_scene": "curator administrator",
    "staff.restore_scene_now": "curator administrator",
    "staff.retire_scene_page": "curator administrator",
    "staff.scene_history": "staff",
    "staff.taxonomy": "staff",
}
