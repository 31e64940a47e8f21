"""Which offerings fit a demand, and why."""
