"""Who writes what an import brings: brands and companies, their licences, and the rest."""

from portal.rosters.taking.licences import Licences
from portal.rosters.taking.merchants import Brands, Remembered

__all__ = ["Brands", "Licences", "Remembered"]
