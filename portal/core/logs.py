"""One line of JSON per event, with the request's number and without personal data."""

import json
import logging
import sys
import time
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from portal.core import clock


class JsonLines(logging.Formatter):
    """Write a record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if has_request_context():
            line["request"] = g.get("request_number")
            line["endpoint"] = request.endpoint
        line.update(getattr(record, "facts", {}))
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def init_app(app: Flask) -> None:
    """Log to standard error; one line per request, by endpoint and never by full address."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("portal")
    logger.handlers = [handler]
    logger.setLevel(app.config.get("LOG_LEVEL", "INFO"))
    logger.propagate = False

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        if app.config.get("LOG_REQUESTS", True) and request.endpoint != "static":
            spent = time.perf_counter() - g.get("started", time.perf_counter())
            facts = {
                "method": request.method,
                "status": response.status_code,
                "ms": round(spent * 1000, 1),
            }
            app.logger.info("request", extra={"facts": facts})
        return response
