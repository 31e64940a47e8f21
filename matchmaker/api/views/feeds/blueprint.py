"""What programs fetch without the API: feeds, calendars, site maps, open data; and webhooks."""

from flask import Blueprint

bp = Blueprint("feeds", __name__)
