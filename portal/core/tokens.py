"""Secrets that travel in links and cookies; only their hash is kept."""

import hashlib
import secrets


def new() -> str:
    """Return 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token: SHA-256, enough for a value nobody can guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
