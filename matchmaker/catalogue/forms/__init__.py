"""Forms of the supply side: what narrows a list, an offering, its promises."""
