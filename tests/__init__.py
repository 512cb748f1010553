"""Stories told through a browser, laws of the house, and what runs them."""
