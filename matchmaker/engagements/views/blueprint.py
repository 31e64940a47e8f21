"""The blueprint all pages of this slice hang on."""

from flask import Blueprint

bp = Blueprint("engagements", __name__)
