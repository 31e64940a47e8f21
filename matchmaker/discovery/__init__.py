"""Finding things by words: the search page over everything that is public."""
