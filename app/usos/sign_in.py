"""Signing in by OAuth 1.0a: request token, the lecturer's consent in a browser, access token (usos-api.md, 1.1-1.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from urllib.parse import parse_qsl, urlencode

from app.config.settings import Access, Settings
from app.domain import polish_time
from app.domain.frozen import frozen
from app.usos import answers, reading
from app.usos.errors import BadConsumerError, BadPinError, ExpiredRequestError, UnreadableError
from app.usos.gate import Gate, Reply
from app.usos.signing import Signed

OUT_OF_BAND = "oob"
"""The callback of a program that has none: USOS then shows a PIN, which is the verifier."""

SCOPES = ("staff_perspective", "offline_access")
"""Students' numbers and the attendance module; a token that lives until it is revoked (usos-api.md, 1.6)."""

_REQUEST_TOKEN = "services/oauth/request_token"  # noqa: S105 - the name of a method
_ACCESS_TOKEN = "services/oauth/access_token"  # noqa: S105 - the name of a method
_DEFAULTS = Settings()


@frozen
class Consumer:
    """The key of an application at one installation; `url` is its base URL as `addresses.normal_url` gives it."""

    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)


@frozen
class RequestToken:
    """What stands for the sign-in until somebody has consented; single use, and short-lived."""

    token: str = field(repr=False)
    secret: str = field(repr=False)


@frozen
class AccessToken:
    """What stands for the lecturer from then on."""

    token: str = field(repr=False)
    secret: str = field(repr=False)


def request(
    consumer: Consumer,
    callback: str = OUT_OF_BAND,
    scopes: Iterable[str] = SCOPES,
    *,
    settings: Settings = _DEFAULTS,
    clock: Callable[[], float] = polish_time.epoch,
) -> RequestToken:
    """Begin to sign in (`oauth/request_token`); timeouts are the settings', `clock` gives seconds since 1970.

    `callback` is an address for the browser to come back to, or `OUT_OF_BAND`.
    Raises `BadConsumerError`, or any other `UsosError`.
    """
    access = Access(
        url=consumer.url, consumer_key=consumer.key, consumer_secret=consumer.secret, token="", token_secret=""
    )
    with Gate(consumer.url, settings, _Step(access, clock, callback=callback)) as gate:
        reply = gate.post(_REQUEST_TOKEN, {"scopes": "|".join(scopes)})
    told = _message(reply)
    if reply.status == 401 and ("consumer" in told or "signature" in told):
        raise BadConsumerError(f"{_REQUEST_TOKEN}: 401")
    fields = _token_fields(_REQUEST_TOKEN, reply)
    # OAuth 1.0a promises "true"; only a server of the older 1.0 would ignore the callback, and say nothing.
    if fields.get("oauth_callback_confirmed", "true").lower() != "true":
        raise UnreadableError(f"{_REQUEST_TOKEN}: the callback is not confirmed")
    return RequestToken(fields["oauth_token"], fields["oauth_token_secret"])


def authorize_address(url: str, token: RequestToken, *, confirm: bool) -> str:
    """Return the address where the lecturer consents in a browser (`oauth/authorize`).

    `confirm` lets the page ask who is signed in: a browser may be shared, and USOS skips the question otherwise.
    """
    named = {"oauth_token": token.token} | ({"interactivity": "confirm_user"} if confirm else {})
    return f"{url}services/oauth/authorize?{urlencode(named)}"


def exchange(
    consumer: Consumer,
    token: RequestToken,
    verifier: str,
    *,
    settings: Settings = _DEFAULTS,
    clock: Callable[[], float] = polish_time.epoch,
) -> AccessToken:
    """Turn the consent into an access token (`oauth/access_token`); parameters as in `request`.

    `verifier` is the PIN as it was typed, or what came to the callback: any text, blanks around it do not count.
    Raises `BadPinError`, its kind `ExpiredRequestError`, or any other `UsosError`.
    """
    pin = verifier.strip()
    if not pin:
        raise BadPinError("no PIN")
    access = Access(
        url=consumer.url,
        consumer_key=consumer.key,
        consumer_secret=consumer.secret,
        token=token.token,
        token_secret=token.secret,
    )
    with Gate(consumer.url, settings, _Step(access, clock, verifier=pin)) as gate:
        reply = gate.post(_ACCESS_TOKEN, {})
    told = _message(reply)
    # Key, secret and clock were good enough for the request token, so a refusal here is about this sign-in.
    if reply.status in {400, 401} and "token" in told and "verifier" not in told:
        raise ExpiredRequestError("no such request")
    if (reply.status == 401 and told) or (reply.status == 400 and "verifier" in reply.body.lower()):
        raise BadPinError("wrong PIN")
    fields = _token_fields(_ACCESS_TOKEN, reply)
    return AccessToken(fields["oauth_token"], fields["oauth_token_secret"])


def revoke(access: Access, *, settings: Settings = _DEFAULTS, clock: Callable[[], float] = polish_time.epoch) -> None:
    """Sign out: let USOS forget the token (`oauth/revoke_token`); parameters as in `request`.

    Raises any `UsosError`; whatever it says, the token is to be deleted here too (usos-api.md, 1.2).
    """
    method = "services/oauth/revoke_token"
    with Gate(access.url, settings, Signed(access, clock)) as gate:
        if reading.mapping(gate.call(method, {})).get("success") is not True:
            raise UnreadableError(f"{method}: not confirmed")


class _Step(Signed):
    """The signature of one step of signing in: callback and verifier travel with the other OAuth parameters."""

    def __init__(
        self, access: Access, clock: Callable[[], float], *, callback: str | None = None, verifier: str | None = None
    ) -> None:
        super().__init__(access, clock)
        self._signer.redirect_uri, self._signer.verifier = callback, verifier


def _message(reply: Reply) -> str:
    """Return what USOS says of a refusal, in small letters; "" if nothing, or if it is not USOS that refuses."""
    try:
        return reading.text(reading.mapping(reading.parsed(reply.body)).get("message")).lower()
    except UnreadableError:
        # What is refused before the method is reached may come as plain text (usos-api.md, 2.2).
        from_usos = reply.headers.get("www-authenticate", "").lower().startswith("oauth")
        return reply.body.strip().lower() if from_usos else ""


def _token_fields(method: str, reply: Reply) -> dict[str, str]:
    """Return the form-encoded fields of a good answer; more of them may come some day. Raises any `UsosError`."""
    fields = dict(parse_qsl(reply.body.strip()))
    if reply.status == 200 and {"oauth_token", "oauth_token_secret"} <= fields.keys():
        return fields
    answers.content(method, reply.status, reply.headers, reply.body)
    raise UnreadableError(f"{method}: no token")
