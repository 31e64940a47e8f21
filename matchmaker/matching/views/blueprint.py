"""The blueprint all pages of this slice hang on."""

from flask import Blueprint

bp = Blueprint("matching", __name__)
