"""Pages of demands."""

from matchmaker.demands.views import lists, moves, posting, show
from matchmaker.demands.views.blueprint import NEED_COOKIE, bp

__all__ = ["NEED_COOKIE", "bp", "lists", "moves", "posting", "show"]
