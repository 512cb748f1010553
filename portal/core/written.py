"""What somebody wrote in a form whose answer is a refusal: it is given back, so that none is lost.

A page that is gone back to may be loaded anew and empty, as in the browser inside WeChat.
"""

from flask import request
from werkzeug.exceptions import HTTPException

from portal.core.db import SAFE_METHODS
from portal.core.i18n import has_han

SECRET = frozenset({"password", "current", "csrf_token"})
"""Fields that are shown to nobody, not even to him who wrote them."""
SHORTEST = 4
"""What is shorter is written again sooner than it is found."""
MOST = 20


def words_sent() -> list[str]:
    """Return the sentences that came with this request, in the form's order; none from elsewhere.

    Choices, numbers and days are no sentences, and are chosen again at a glance.
    """
    if request.method in SAFE_METHODS or not is_ours():
        return []
    try:
        sent = [one for name, one in request.form.items(multi=True) if name not in SECRET]
    except (HTTPException, OSError):  # too large to be read, torn, or without room
        return []
    texts = dict.fromkeys(one.strip() for one in sent)
    return [one for one in texts if is_sentence(one)][:MOST]


def is_ours() -> bool:
    """Say whether a page of ours sent the request: no other site has its words shown here."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and origin in {None, request.host_url.rstrip("/")}


def is_sentence(text: str) -> bool:
    """Say whether a text is one that somebody thought up: in Chinese, or of several words."""
    return len(text) >= SHORTEST and (has_han(text) or len(text.split()) > 1)
