"""Every way a call can end other than well, each with a name. Importing this costs nothing: no HTTP in here."""

from __future__ import annotations

from enum import StrEnum

from app.domain.model import Phrase
from app.domain.reason import Reason


class ErrorCode(StrEnum):
    """What kind of refusal an answer is, in the API's words (usos-api.md, 2.1)."""

    METHOD_FORBIDDEN = "method_forbidden"
    PARAM_MISSING = "param_missing"
    PARAM_INVALID = "param_invalid"
    PARAM_FORBIDDEN = "param_forbidden"
    FIELD_NOT_FOUND = "field_not_found"
    FIELD_INVALID = "field_invalid"
    FIELD_FORBIDDEN = "field_forbidden"
    OBJECT_NOT_FOUND = "object_not_found"
    OBJECT_INVALID = "object_invalid"
    OBJECT_FORBIDDEN = "object_forbidden"

    @classmethod
    def of(cls, text: str) -> ErrorCode | str:
        """Return the code of that name, or the text itself where it is somebody else's."""
        try:
            return cls(text)
        except ValueError:
            return text


class UsosError(Exception):
    """A call did not end well. The text is for a log: it holds no secret and no student."""


class Silence(StrEnum):
    """Why no USOS answered."""

    NO_CONNECTION = "no connection"
    TIMEOUT = "timeout"
    SERVER = "server error"  # 5xx: overload or maintenance
    TLS = "certificate"  # captive portal, bad certificate, wrong clock
    AUTHORITIES = "certificate authorities"  # SSL_CERT_FILE or SSL_CERT_DIR names what cannot be read
    PROXY = "proxy"  # the environment names one that cannot be used
    CLOCK = "clock"  # ours is so far off that USOS refuses every signature
    NOT_USOS = "not USOS"  # a redirect or a page where JSON should be: captive portal or wrong address


class OfflineError(UsosError):
    """USOS did not answer, or somebody else did. Whether the call was applied is unknown if it was `reached`."""

    def __init__(self, silence: Silence, retry_after: float | None = None, *, reached: bool = True) -> None:
        """Keep the cause, the seconds a 503 asked to be left alone, and whether USOS may have got the call at all."""
        super().__init__(silence.value)
        self.reached = reached
        self.silence = silence
        self.retry_after = retry_after


class InternalError(OfflineError):
    """USOS says by a 500 with its own JSON that it failed: an outage, or a call this installation cannot carry out.

    The two look alike (usos-facts-2.md, F3), so only what other calls do meanwhile tells them apart.
    """

    def __init__(self, retry_after: float | None = None) -> None:
        """Keep the seconds USOS asked to be left alone, or None."""
        super().__init__(Silence.SERVER, retry_after)


class ClockError(OfflineError):
    """This computer's clock is so far off that USOS refuses every signature; it goes on once the clock is set."""

    def __init__(self, ahead: float) -> None:
        """Keep by how many seconds our clock is ahead of the installation's."""
        super().__init__(Silence.CLOCK, reached=False)
        self.ahead = ahead


class BusyError(UsosError):
    """USOS asks for a pause (429, Retry-After, or the spam lock of usos-api.md 2.3)."""

    def __init__(self, retry_after: float | None) -> None:
        """Keep the seconds USOS named, or None."""
        super().__init__("busy")
        self.retry_after = retry_after


class SignInNeededError(UsosError):
    """Consumer key, token or signature were not accepted (401)."""


class KeychainSilentError(SignInNeededError):
    """The keychain of the operating system did not answer, so that the credentials in it are out of reach."""


class NotAllowedError(UsosError):
    """The installation lacks the method, or forbids it to this token (`method_forbidden`, 403, 404)."""

    def __init__(self, method: str, reason: str) -> None:
        """Keep which method, and the reason USOS gave (`Reason.UNKNOWN_METHOD` for a 404)."""
        super().__init__(f"{method}: {reason}")
        self.method = method
        self.reason = Reason.of(reason)


class RefusedError(UsosError):
    """USOS understood the call and said no."""

    def __init__(
        self, error: str, reason: str, user_message: Phrase | None = None, *, param: str = "", message: str = ""
    ) -> None:
        """Keep what USOS says of it, each part "" or None where it says nothing.

        `error` is its code, `reason` its word for why, `param` the parameter that is wrong; `user_message` is written
        for people, `message` for developers.
        """
        super().__init__(f"{error}/{reason}")
        self.error = ErrorCode.of(error)
        self.reason = Reason.of(reason)
        self.user_message = user_message
        self.param = param
        self.message = message

    @property
    def explanation(self) -> str:
        """Why, for keeping: the reason, else the sentence for people, else whatever there is; never empty.

        The sentence has two lines, the Polish one first; either may be empty.
        """
        if self.reason:
            return self.reason
        if self.user_message is not None:
            return "\n".join(" ".join(side.split()) for side in (self.user_message.pl, self.user_message.en))
        return self.error or self.message or Reason.UNEXPLAINED


class UnreadableError(UsosError):
    """An answer of an unexpected shape. Whether the call was applied is unknown."""


class UnexpectedError(UnreadableError):
    """A call ended in an error that nobody foresaw: a defect of ours, or an answer no reader is prepared for."""


class NotKeptError(UsosError):
    """The disk did not let us keep what USOS answered, or note a call before it: nothing can be sent meanwhile."""

    def __init__(self) -> None:
        """Have no more to say."""
        super().__init__("not kept")


class NotUsosError(UsosError):
    """Somebody answered at the address, and it is no USOS API: a wrong address, or a captive portal before it."""


class BadConsumerError(UsosError):
    """USOS does not know the consumer key, or the secret does not go with it: one of them was typed wrong.

    A signature is refused also when this machine's clock is minutes off (usos-api.md, 7: compare `server_time`).
    """


class BadPinError(UsosError):
    """USOS did not take the verifier: it was typed wrong, and may be typed again."""


class ExpiredRequestError(BadPinError):
    """The request token has been used, refused or forgotten: signing in begins anew."""


class NotDoneError(UsosError):
    """A call that was to change something got no answer, and a reading shows that it did nothing, so far."""

    def __init__(self) -> None:
        """Have no more to say."""
        super().__init__("not done")


class UnknownEndError(OfflineError):
    """A call that was to change something got no answer, and USOS could not be read either: it may have been done."""
