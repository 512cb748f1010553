"""Reads the tables that offices keep: pure functions from bytes to rows, without database or web.

`files` refuses what is too big or no table at all and opens the rest; `layout` finds the heading
and what is no row of the list; `headings` guesses what each column means; `cells` reads one cell
of each kind; `lines` reads whole rows and finds repeats. What is doubtful is said in `words`,
never guessed away.
"""
