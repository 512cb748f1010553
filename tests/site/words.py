"""In which language the people of a test world write: both, Chinese alone, or Latin letters alone.

A page in English must stay English when everything that people wrote is Chinese, and the
reverse; so the world is built in each.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.core.i18n import CHINESE, ENGLISH


class Speech(StrEnum):
    """What people of a world write in."""

    BOTH = "both"
    CHINESE = "zh-Hans"
    LATIN = "en"


WRITTEN = {ENGLISH: Speech.CHINESE, CHINESE: Speech.LATIN}
"""The world in which pages of a language are read: everything foreign in it is then ours."""


@dataclass(frozen=True)
class Words:
    """What people of a world write."""

    speech: Speech

    def one(self, zh: str, en: str) -> str:
        """Return a text that is written in one language only."""
        return en if self.speech is Speech.LATIN else zh

    def two(self, name: str, zh: str, en: str) -> dict[str, str]:
        """Return the columns of a bilingual text; the English side is optional."""
        english = en if self.speech is Speech.BOTH else ""
        return {f"{name}_zh": self.one(zh, en), f"{name}_en": english}

    def named(self, zh: str, en: str) -> dict[str, str]:
        """Return a name as a message takes it."""
        return {"zh": self.one(zh, en), "en": en if self.speech is Speech.BOTH else ""}
