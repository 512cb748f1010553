"""Search, and the only place that shows a brand to outsiders. Imports down to incubation."""
