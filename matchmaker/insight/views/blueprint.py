"""The blueprint of insight."""

from typing import Any

from flask import Blueprint, current_app

from matchmaker.insight.scoring.units import counted, quantity

bp = Blueprint("insight", __name__)
bp.add_app_template_filter(counted)
bp.add_app_template_filter(quantity)


@bp.context_processor
def known_endpoints() -> dict[str, Any]:
    """Name the pages the tabs may lead to."""
    return {"endpoints": frozenset(current_app.view_functions)}
