"""The blueprint of insight."""

from flask import Blueprint

from matchmaker.insight.scoring.units import counted, quantity

bp = Blueprint("insight", __name__)
bp.add_app_template_filter(counted)
bp.add_app_template_filter(quantity)
