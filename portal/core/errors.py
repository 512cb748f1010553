"""What can go wrong in the domain. Each kind is an HTTP status; `core.pages` shows it."""

from http import HTTPStatus

from portal.core.i18n import lazy_gettext as _l


class PortalError(Exception):
    """A refusal that a person can read: what happened, and what to do next."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, message: object = "", next_step: object = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return str(self.message)


class NotAllowedError(PortalError):
    """Refused to this person, whatever the state."""

    status = HTTPStatus.FORBIDDEN


class ConflictError(PortalError):
    """Refused to everyone now: the thing is in the wrong state."""

    status = HTTPStatus.CONFLICT


class ChangedError(ConflictError):
    """Somebody else saved the same thing since this person opened it."""


class GoneError(PortalError):
    """A link that is used up or too old."""

    status = HTTPStatus.GONE


class TooBigError(PortalError):
    """A file or a text over its limit."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class InvalidError(PortalError):
    """What was filled in cannot be. `field` names the form's field that shows the message."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, message: object, next_step: object = "") -> None:
        super().__init__(message, next_step)
        self.field = field


class StorageError(PortalError):
    """The place where uploads are kept does not answer: nothing was kept, nothing is lost."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            _l("The store of pictures and papers does not answer at the moment."),
            _l("Nothing was stored by halves. Please try again in a few minutes."),
        )


class TooManyError(PortalError):
    """Too often. `retry_after` is in seconds."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, message: object, retry_after: int, next_step: object = "") -> None:
        super().__init__(message, next_step)
        self.retry_after = retry_after
