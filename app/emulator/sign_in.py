"""`services/oauth/*`: how an application gets an access token and gives it back (usos-api.md, sections 1.1 to 1.3).

Readings where the documents are silent: a request token lives 2 hours; a wrong PIN leaves it alive, so that
it can be typed again; an access token has all that the user has allowed the consumer, now or before.
"""

import re
from secrets import choice, compare_digest
from string import ascii_letters, digits

from app.emulator.consent import allowed_scopes, authorize
from app.emulator.endpoint import Endpoint, SignIn, form
from app.emulator.errors import param_invalid, param_missing, unauthorized
from app.emulator.exchange import Answer
from app.emulator.method import is_bool
from app.emulator.oauth import grant_of, verified
from app.emulator.scopes import SCOPES

LIFETIME = 2 * 60 * 60
"""Seconds that a request token lives, and an access token without `offline_access`."""

_CALLBACK = re.compile(r"oob|[a-z][a-z0-9_.-]*://.+")


def random_text(length: int) -> str:
    """A key (20) or a secret (40) that nobody can guess."""
    return "".join(choice(ascii_letters + digits) for _ in range(length))


def _request_token(call: SignIn) -> Answer:
    request = verified(call.received, call.verifier, lambda _: None)
    if not request.redirect_uri:
        raise param_missing("oauth_callback")
    if not _CALLBACK.fullmatch(request.redirect_uri):
        raise param_invalid("oauth_callback", "it has to be an absolute URL or 'oob'.")
    scopes = [scope for scope in call.received.own_params.get("scopes", "").split("|") if scope]
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise param_invalid("scopes", f"there is no scope '{unknown[0]}'.")
    token, secret = random_text(20), random_text(40)
    call.db.execute("DELETE FROM request_tokens WHERE expires <= ?", (call.now,))
    call.db.execute(
        "INSERT INTO request_tokens (token, secret, consumer_key, callback, scopes, expires) VALUES (?, ?, ?, ?, ?, ?)",
        (token, secret, request.client_id, request.redirect_uri, " ".join(scopes), call.now + LIFETIME),
    )
    return form({"oauth_token": token, "oauth_token_secret": secret, "oauth_callback_confirmed": "true"})


def _access_token(call: SignIn) -> Answer:
    request = verified(call.received, call.verifier, call.verifier.get_request_token)
    if not request.token:
        raise param_missing("oauth_token")
    verifier = request.oauth_params.get("oauth_verifier")
    if not verifier:
        raise param_missing("oauth_verifier")
    row = call.db.execute("SELECT * FROM request_tokens WHERE token = ?", (request.token,)).fetchone()
    if row["verifier"] is None or not compare_digest(row["verifier"].encode(), verifier.encode()):
        raise unauthorized("Invalid verifier.")
    call.db.execute("DELETE FROM request_tokens WHERE token = ?", (request.token,))
    scopes = allowed_scopes(call.db, row["consumer_key"], row["user_id"]) - call.options.withheld_scopes
    token, secret = random_text(20), random_text(40)
    expires = None if "offline_access" in scopes else call.now + LIFETIME
    values = (token, secret, row["consumer_key"], row["user_id"], " ".join(sorted(scopes)), expires)
    call.db.execute("INSERT INTO access_tokens VALUES (?, ?, ?, ?, ?, ?)", values)
    return form({"oauth_token": token, "oauth_token_secret": secret})


def _revoke_token(call: SignIn) -> Answer:
    grant = grant_of(call.received, call.verifier, call.db)
    if grant.token is None:
        raise param_missing("oauth_token")
    deauthorize = call.received.own_params.get("deauthorize", "false")
    if not is_bool(deauthorize):
        raise param_invalid("deauthorize", "it has to be true or false.")
    call.db.execute("DELETE FROM access_tokens WHERE token = ?", (grant.token,))
    if deauthorize == "true":
        query = "DELETE FROM consents WHERE consumer_key = ? AND user_id = ?"
        call.db.execute(query, (grant.consumer_key, grant.user_id))
    return Answer(status=200, body='{"success": true}', media_type="application/json; charset=utf-8")


ENDPOINTS = (
    Endpoint(
        "services/oauth/request_token",
        "Ask for a request token.",
        _request_token,
        user="ignored",
        needs_ssl=True,
        required=("oauth_callback",),
        optional={"scopes": None},
    ),
    Endpoint(
        "services/oauth/authorize",
        "Ask the user to authorize a request token.",
        authorize,
        consumer="ignored",
        user="ignored",
        required=("oauth_token",),
        optional={"interactivity": "minimal"},
    ),
    Endpoint(
        "services/oauth/access_token",
        "Exchange a request token for an access token.",
        _access_token,
        user="required",
        needs_ssl=True,
        required=("oauth_verifier",),
    ),
    Endpoint(
        "services/oauth/revoke_token",
        "Revoke an access token.",
        _revoke_token,
        user="required",
        optional={"deauthorize": "false"},
    ),
)
