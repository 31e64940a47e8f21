"""The blueprint of calls, submissions, reviews and showcases."""

from flask import Blueprint

from matchmaker.programmes.scoring.units import measured, unit_words

bp = Blueprint("programmes", __name__)
bp.add_app_template_filter(measured)
bp.add_app_template_filter(unit_words)
