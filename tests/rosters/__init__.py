"""Stories of rosters."""
