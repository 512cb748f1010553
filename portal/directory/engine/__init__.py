"""The directory's search: text into tokens, tokens into numbers, numbers into a page. Pure."""
