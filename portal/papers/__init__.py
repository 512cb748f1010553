"""Papers with clocks: what each market wants, what runs out when, and what follows from it."""
