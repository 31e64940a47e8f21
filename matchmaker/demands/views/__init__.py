"""Pages of demands."""

from matchmaker.demands.views import lists, moves, posting, show
from matchmaker.demands.views.blueprint import NEED_COOKIE, bp, keep_key

__all__ = ["NEED_COOKIE", "bp", "keep_key", "lists", "moves", "posting", "show"]
