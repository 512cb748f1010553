"""Rosters: an office's own tables come in, are compared row by row, taken over and taken back."""
