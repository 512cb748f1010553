"""What brands report month by month, and the medians beside it. Imports down to incubation."""
