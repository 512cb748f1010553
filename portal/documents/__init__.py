"""Uploaded files: pictures and papers. Imports: core, audit, notices."""
