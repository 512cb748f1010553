"""Homes, the landing page, a market's public page, the brand file, the trail. Reads everyone."""
