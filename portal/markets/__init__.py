"""The alliance and its garment markets: the tenants.

Imports: core, access, audit, reference, notices.
"""
