"""`python -m portal.worker`: the background worker. Told so, it ends when its parent does."""

import os
import signal
import sys
import threading
from collections.abc import Sequence

from portal import create_app

WITH_PARENT = "--with-parent"


def end_with_parent() -> None:
    """Stop this process when whoever started it is gone, even by kill -9.

    The parent holds the other end of our standard input, which closes with it.
    """

    def watch() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def main(arguments: Sequence[str]) -> None:
    """Work until told to stop; the job in hand is finished first."""
    if WITH_PARENT in arguments:
        end_with_parent()
    app = create_app()
    app.logger.info("worker started")
    consumer = app.extensions["jobs"].create_consumer(
        workers=1,
        periodic=True,
        initial_delay=0.1,
        backoff=1.15,
        max_delay=2.0,
        graceful_signal="TERM",
    )
    consumer.run()


if __name__ == "__main__":
    main(sys.argv[1:])
