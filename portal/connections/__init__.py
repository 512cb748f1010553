"""Connections: an agent reads the exact terms of a brand, for a time, by its leave."""
