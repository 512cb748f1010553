"""Tables that people send: pure functions from bytes to rows, without database or web.

`files` refuses what is too big or no table at all and opens the rest; what a row means is the
business of whoever asked for it.
"""
