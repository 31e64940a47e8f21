"""The blueprint of calls, submissions, reviews and showcases."""

from flask import Blueprint

bp = Blueprint("programmes", __name__)
