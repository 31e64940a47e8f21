"""The blueprint all pages of this slice hang on."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
