"""Hashing passwords with Argon2id (19 MiB, 2 passes, 1 lane: OWASP's first choice)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash("a password that nobody has")


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher.hash(password.encode("utf-8", "surrogatepass"))


def fits(password: str, kept: str | None) -> bool:
    """Say whether the password fits; an unknown account (None) takes as long as a known one."""
    try:
        _hasher.verify(kept or _nobody, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None
