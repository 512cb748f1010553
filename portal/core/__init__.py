"""Machinery that knows no domain: database, forms, workflow, clock, errors, files, languages."""
