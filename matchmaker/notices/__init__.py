"""What the site tells a person, on a page and by mail, as they want it."""
