"""Brands, their companies, profile revisions and pictures. Imports down to accounts."""
