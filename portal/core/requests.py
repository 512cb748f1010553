"""What the lower rooms may know of the request they serve: nothing but where it came from."""

from flask import current_app, has_request_context, request


def visitor_address() -> str:
    """Return the network address of whoever asks; empty outside a request."""
    return (request.remote_addr or "") if has_request_context() else ""


def visitor_browser() -> str:
    """Return what the browser calls itself, at most 200 characters; empty outside a request."""
    return request.user_agent.string[:200] if has_request_context() else ""


def absolute_address(endpoint: str, **arguments: object) -> str:
    """Return an address that works from a mail: on BASE_URL, never on a visitor's Host."""
    adapter = current_app.url_map.bind("")
    return absolute_path(adapter.build(endpoint, arguments))


def absolute_path(path: str) -> str:
    """Return a path of the portal as an address on BASE_URL."""
    return str(current_app.config["BASE_URL"]).rstrip("/") + path
