"""Leads, intakes with their own questions, and who looks like whom."""
