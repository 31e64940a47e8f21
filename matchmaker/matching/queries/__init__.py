"""Ranking for the site: the live ranker, and a ranking with the rows it speaks of."""
