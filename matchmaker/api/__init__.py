"""The site for programs: the API, what changed, webhooks, feeds, open data."""
