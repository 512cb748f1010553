"""What readers report about a brand's page: wrong, outdated, offensive; and what came of it."""
