"""Enquiries and the threads that follow. Imports down to brands, agents; never incubation."""
