"""The blueprint all pages of demands hang on."""

from flask import Blueprint

bp = Blueprint("demands", __name__)
NEED_COOKIE = "need"  # the key of the need a visitor pasted, so that signing up does not lose it
