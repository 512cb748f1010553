"""What a kind of message is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of message. `endpoint` is where its button leads."""

    headline: object
    sentence: object
    button: object
    endpoint: str
