"""How messages and the trail call an application."""

from typing import Any

from portal.onboarding.models import Application


def name(application: Application) -> dict[str, str]:
    """Return the brand's name as messages take it."""
    return {"zh": application.name_zh, "en": application.name_en}


def market_name(application: Application) -> dict[str, str]:
    """Return the market's name as messages take it."""
    return {"zh": application.market.name_zh, "en": application.market.name_en}


def address(application: Application) -> dict[str, Any]:
    """Return what the address of its page takes."""
    return {"market": application.market.slug, "application_id": application.id}
