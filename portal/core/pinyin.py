"""How Chinese is read aloud, in letters without tones.

The dictionary takes 58 MB, so it is loaded by the first name that has to be read: a process that
only answers questions does without it.
"""


def syllables(text: str) -> list[str]:
    """Return the syllables of a text as it is most likely read; other letters stay together."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- see above

    return lazy_pinyin(text)


def readings(character: str) -> list[str]:
    """Return every way in which one character is read, the most usual first."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- see above

    return pinyin(character, style=Style.NORMAL, heteronym=True)[0]
