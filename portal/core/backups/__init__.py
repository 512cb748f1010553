"""Backups: the database at one moment, every upload, and a list that proves both whole."""
