"""Who is calling: OAuth 1.0a signatures, verified by authlib (usos-api.md, section 1.4)."""

import re
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass

from authlib.oauth1.rfc5849.errors import (
    InvalidClientError,
    InvalidNonceError,
    InvalidRequestError,
    InvalidSignatureError,
    InvalidTokenError,
    MissingRequiredParameterError,
    OAuth1Error,
    UnsupportedSignatureMethodError,
)
from authlib.oauth1.rfc5849.resource_protector import ResourceProtector
from authlib.oauth1.rfc5849.signature import SIGNATURE_HMAC_SHA1, SIGNATURE_PLAINTEXT
from authlib.oauth1.rfc5849.util import escape
from authlib.oauth1.rfc5849.wrapper import OAuth1Request

from app.emulator.errors import ApiError, method_forbidden, unauthorized
from app.emulator.exchange import Received
from app.emulator.method import Grant
from app.emulator.options import Options


class _InvalidRequestTokenError(InvalidTokenError):  # type: ignore[misc]  # authlib ships no types
    """The token of a sign-in is unknown, used, refused or too old."""


_MESSAGES: dict[type[OAuth1Error], str] = {
    InvalidClientError: "Invalid consumer.",
    InvalidTokenError: "Invalid access token. It might have expired or have been revoked.",
    _InvalidRequestTokenError: "Invalid request token. It might have expired or have been used already.",
    InvalidSignatureError: "Invalid signature.",
    InvalidNonceError: "This nonce was used already.",
    UnsupportedSignatureMethodError: "Unsupported signature method. PLAINTEXT needs SSL.",
}


@dataclass(frozen=True)
class Credential:
    """A consumer or a token, as far as a signature is concerned; named after authlib's models."""

    key: str
    secret: str

    def get_client_secret(self) -> str:
        """The consumer's half of the signing key."""
        return self.secret

    def get_oauth_token_secret(self) -> str:
        """The token's half of the signing key."""
        return self.secret


class Nonces:
    """The nonces of the last minutes. They are kept in memory: a restart of the program forgets them."""

    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        self._seen: dict[tuple[str | None, ...], float] = {}
        self._lock = threading.Lock()

    def is_used(self, nonce: tuple[str | None, ...], now: float) -> bool:
        """Whether the nonce came before; from now on it did."""
        with self._lock:
            if nonce in self._seen:
                return True
            self._seen[nonce] = now
            # Entries are in order of time, so the old ones are in front.
            while (first := next(iter(self._seen))) and self._seen[first] < now - self._lifetime:
                del self._seen[first]
            return False


class Verifier(ResourceProtector):  # type: ignore[misc]  # authlib ships no types
    """Verifies one call: authlib's protector, also without a token and with an injected clock."""

    def __init__(self, db: sqlite3.Connection, options: Options, nonces: Nonces, now: float) -> None:
        self._db = db
        self._options = options
        self._nonces = nonces
        self._now = now
        # PLAINTEXT sends the secrets themselves, so it belongs where SSL is.
        plain = [SIGNATURE_PLAINTEXT] if options.pretend_ssl else []
        self.SUPPORTED_SIGNATURE_METHODS = [SIGNATURE_HMAC_SHA1, *plain]

    def get_client_by_id(self, client_id: str) -> Credential | None:
        """The consumer with this key."""
        return self._credential("SELECT key, secret FROM consumers WHERE key = ?", client_id)

    def get_access_token(self, request: OAuth1Request) -> Credential | None:
        """The access token of the request, if it was issued to this consumer and lives."""
        query = "SELECT token, secret FROM access_tokens WHERE token = ? AND consumer_key = ? AND "
        return self._credential(query + "(expires IS NULL OR expires > ?)", request.token, request.client_id, self._now)

    def get_request_token(self, request: OAuth1Request) -> Credential:
        """The request token of the request, if it was issued to this consumer and lives; else an error of its own."""
        query = "SELECT token, secret FROM request_tokens WHERE token = ? AND consumer_key = ? AND expires > ?"
        credential = self._credential(query, request.token, request.client_id, self._now)
        if credential is None:
            raise _InvalidRequestTokenError
        return credential

    def _credential(self, query: str, *key: str | float) -> Credential | None:
        row = self._db.execute(query, key).fetchone()
        return None if row is None else Credential(*row)

    def verify(self, request: OAuth1Request, token_of: Callable[[OAuth1Request], Credential | None]) -> None:
        """Raise authlib's error unless consumer, token (where there is one), signature and time are right."""
        request.client = self.get_client_by_id(request.client_id)
        if request.client is None:
            raise InvalidClientError
        if request.token:
            request.credential = token_of(request)
            if request.credential is None:
                raise InvalidTokenError
        if not (request.signature or "").isascii():
            # authlib compares signatures with a function that takes nothing else.
            raise InvalidSignatureError
        # The signature comes first, so that nobody without the secrets can use up a nonce.
        self.validate_oauth_signature(request)
        self.validate_timestamp_and_nonce(request)

    def validate_timestamp_and_nonce(self, request: OAuth1Request) -> None:
        """As authlib does it, but by the injected clock and in both directions of time."""
        nonce = request.oauth_params.get("oauth_nonce")
        if request.signature_method == SIGNATURE_PLAINTEXT and not (request.timestamp or nonce):
            return
        if not request.timestamp:
            raise MissingRequiredParameterError("oauth_timestamp")
        if not nonce:
            raise MissingRequiredParameterError("oauth_nonce")
        if not re.fullmatch(r"[0-9]{1,15}", request.timestamp):
            raise InvalidRequestError("Invalid timestamp: it has to be a number.")
        window = self._options.timestamp_window
        if window is not None and abs(self._now - int(request.timestamp)) > window:
            raise InvalidRequestError("Invalid timestamp: the clock of the computer may be wrong.")
        if self._nonces.is_used((request.client_id, request.token, request.timestamp, nonce), self._now):
            raise InvalidNonceError


class _Request(OAuth1Request):  # type: ignore[misc]  # authlib ships no types
    """The OAuth parameters of a call, from header, form and query together, and all that is signed.

    authlib wants them in one place; published clients put the callback or the verifier into another (usos-facts-2.md,
    F17).
    """

    auth_params: list[tuple[str, str]]
    oauth_params: dict[str, str]
    params: list[tuple[str, str]]

    def __init__(self, received: Received) -> None:
        # The path alone: authlib refuses to read what real servers read, such as a raw "[" in a query.
        super().__init__(
            received.verb,
            f"http://127.0.0.1{received.path}",
            headers={"Host": received.host, "Authorization": received.authorization},
        )
        everything = [*received.query_pairs, *received.form_pairs, *self.auth_params]
        of_oauth = [(name, value) for name, value in everything if name.startswith("oauth_")]
        self.oauth_params = dict(of_oauth)
        if len(self.oauth_params) < len(of_oauth):
            raise InvalidRequestError("An OAuth parameter is given twice.")
        # authlib decodes `oauth_*` values twice for the base string; encoded once more they come out right.
        self.params = [(name, escape(value) if name.startswith("oauth_") else value) for name, value in everything]


def verified(
    received: Received, verifier: Verifier, token_of: Callable[[OAuth1Request], Credential | None]
) -> OAuth1Request:
    """The OAuth side of a call. Raises 401 for a bad one, `consumer_missing` for none."""
    try:
        request = _Request(received)
    except (OAuth1Error, ValueError) as error:
        raise unauthorized(_message(error)) from error
    if not request.oauth_params:
        raise method_forbidden("consumer_missing", "This method must be signed with a consumer key.")
    try:
        verifier.verify(request, token_of)
    except OAuth1Error as error:
        raise unauthorized(_message(error)) from error
    return request


def grant_of(received: Received, verifier: Verifier, db: sqlite3.Connection) -> Grant:
    """What the signature of a call to a method proves."""
    request = verified(received, verifier, verifier.get_access_token)
    if not request.token:
        return Grant(consumer_key=request.client_id)
    row = db.execute(
        "SELECT user_id, scopes, staff_status FROM access_tokens JOIN users ON users.id = user_id WHERE token = ?",
        (request.token,),
    ).fetchone()
    scopes = frozenset(row["scopes"].split())
    return Grant(
        consumer_key=request.client_id,
        token=request.token,
        user_id=row["user_id"],
        is_staff=row["staff_status"] > 0,
        scopes=scopes,
    )


def is_signed(received: Received) -> bool:
    """Whether the call carries anything of OAuth at all."""
    return received.authorization is not None or "oauth_consumer_key" in received.params


def expired() -> ApiError:
    """The answer to a token that has expired or has been revoked."""
    return unauthorized(_MESSAGES[InvalidTokenError])


def _message(error: OAuth1Error | ValueError) -> str:
    if isinstance(error, OAuth1Error):
        return _MESSAGES.get(type(error)) or str(error.description or error.error)
    return "Malformed authorization header."
