"""What happened, by whom, to what, why. Append-only, chained by hashes. Imports: core."""
