"""The stories of uploads begin with a brand that can hang pictures."""

from tests.brands.conftest import ready

__all__ = ["ready"]
