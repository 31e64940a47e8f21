"""Where the routes of the API hang."""

from flask import Blueprint

bp = Blueprint("api", __name__, url_prefix="/api/v1")
