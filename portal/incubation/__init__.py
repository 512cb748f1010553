"""Programmes, stages, milestones and evidence. Imports down to brands; never agency."""
