"""People, what they hold, sessions and one-time links.

Imports: core, access, audit, notices, markets.
"""
