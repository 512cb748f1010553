"""Reads the tables that offices keep: pure functions from rows to facts, without database or web.

`core.tables` opens a file; `layout` finds the heading and what is no row of the list; `headings`
guesses what each column means; `cells` reads one cell of each kind; `lines` reads whole rows and
finds repeats. What is doubtful is said in `words`, never guessed away.
"""
