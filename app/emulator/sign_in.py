"""`services/oauth/*`: how an application gets an access token (usos-api.md, sections 1.1 to 1.3).

Readings where the documents are silent: a request token lives 2 hours; a wrong PIN leaves it alive, so that
it can be typed again; an access token has the scopes asked for and those the user allowed the same consumer
before; the browser's form may choose who is signed in, since there is no password here.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import choice, compare_digest, randbelow
from string import ascii_letters, digits
from urllib.parse import urlencode

from app.emulator.errors import param_invalid, param_missing, unauthorized
from app.emulator.exchange import HTML, Answer, Received
from app.emulator.loopback import is_foreign
from app.emulator.method import Grant
from app.emulator.oauth import Verifier, grant_of, verified
from app.emulator.pages import Account, consent_page, invalid_page, pin_page, preferred_language, refused_page

LIFETIME = 2 * 60 * 60
"""Seconds that a request token lives, and an access token without `offline_access`."""

_SCOPES = (
    "adm_documents cards change_all_preferences crstests dorm_admin edit_user_attrs email events grades grades_write "
    "mailclient mobile_numbers offline_access other_emails payments personal photo placement_tests "
    "session_debugging_perms slips slips_admin staff_perspective student_exams student_exams_write studies "
    "surveys_filling surveys_reports theses_protocols_write"
)
SCOPES = frozenset(_SCOPES.split())

_TEXT = "text/plain; charset=utf-8"
_CALLBACK = re.compile(r"oob|[a-z][a-z0-9_.-]*://.+")


@dataclass(frozen=True)
class SignIn:
    """One call to `services/oauth/*`."""

    db: sqlite3.Connection
    received: Received
    verifier: Verifier
    lecturer_id: int
    now: float


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
    return _form({"oauth_token": token, "oauth_token_secret": secret, "oauth_callback_confirmed": "true"})


def _authorize(call: SignIn) -> Answer:
    """The consent page, what follows from it, or straight on for `minimal` when there was a consent before."""
    received, lang = call.received, preferred_language(call.received.language)
    if is_foreign(received.origin, received.host):
        return _page(403, invalid_page(lang))
    row = call.db.execute(
        "SELECT * FROM request_tokens WHERE token = ? AND expires > ? AND verifier IS NULL",
        (received.params.get("oauth_token", ""), call.now),
    ).fetchone()
    if row is None:
        return _page(400, invalid_page(lang))
    accounts = _accounts(call)
    scopes = row["scopes"].split()
    decision = received.params.get("decision") if received.verb == "POST" else None
    if decision == "refuse":
        return _refused(call, row, lang)
    if decision == "allow":
        chosen = received.params.get("user_id")
        user_id = next((each.id for each in accounts if str(each.id) == chosen), accounts[0].id)
        return _allowed(call, row, lang, user_id)
    is_minimal = received.params.get("interactivity", "minimal") == "minimal"
    if is_minimal and _consents(call, row["consumer_key"], accounts[0].id).issuperset([*scopes, ""]):
        return _allowed(call, row, lang, accounts[0].id)
    query = "SELECT name FROM consumers WHERE key = ?"
    name = call.db.execute(query, (row["consumer_key"],)).fetchone()["name"]
    return _page(200, consent_page(lang, name, scopes, accounts, row["token"]))


def _accounts(call: SignIn) -> list[Account]:
    """The lecturer first, then the other staff, then one student: enough to try each kind of user."""
    rows = call.db.execute(
        "SELECT * FROM users WHERE staff_status > 0 OR id = (SELECT min(user_id) FROM participants) "
        "ORDER BY id <> ?, staff_status DESC, id",
        (call.lecturer_id,),
    ).fetchall()
    names = [" ".join(filter(None, (row["title_before"], row["first_name"], row["last_name"]))) for row in rows]
    return [Account(row["id"], name) for row, name in zip(rows, names, strict=True)]


def _consents(call: SignIn, consumer_key: str, user_id: int) -> set[str]:
    """Scopes that the user allowed the consumer; the empty one stands for any consent at all."""
    query = "SELECT scope FROM consents WHERE consumer_key = ? AND user_id = ?"
    return {row["scope"] for row in call.db.execute(query, (consumer_key, user_id))}


def _refused(call: SignIn, row: sqlite3.Row, lang: str) -> Answer:
    call.db.execute("DELETE FROM request_tokens WHERE token = ?", (row["token"],))
    if row["callback"] == "oob":
        return _page(200, refused_page(lang))
    return _redirect(row["callback"], {"error": "access_denied", "oauth_token": row["token"]})


def _allowed(call: SignIn, row: sqlite3.Row, lang: str, user_id: int) -> Answer:
    pin = f"{randbelow(10**8):08}"
    values = (user_id, pin, row["token"])
    call.db.execute("UPDATE request_tokens SET user_id = ?, verifier = ? WHERE token = ?", values)
    call.db.executemany(
        "INSERT OR IGNORE INTO consents VALUES (?, ?, ?)",
        [(row["consumer_key"], user_id, scope) for scope in ["", *row["scopes"].split()]],
    )
    if row["callback"] == "oob":
        return _page(200, pin_page(lang, pin))
    return _redirect(row["callback"], {"oauth_token": row["token"], "oauth_verifier": pin})


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
    scopes = (_consents(call, row["consumer_key"], row["user_id"]) - {""}) | set(row["scopes"].split())
    token, secret = random_text(20), random_text(40)
    expires = None if "offline_access" in scopes else call.now + LIFETIME
    values = (token, secret, row["consumer_key"], row["user_id"], " ".join(sorted(scopes)), expires)
    call.db.execute("INSERT INTO access_tokens VALUES (?, ?, ?, ?, ?, ?)", values)
    return _form({"oauth_token": token, "oauth_token_secret": secret})


def _revoke_token(call: SignIn) -> Answer:
    grant: Grant = grant_of(call.received, call.verifier, call.db)
    if grant.token is None:
        raise param_missing("oauth_token")
    call.db.execute("DELETE FROM access_tokens WHERE token = ?", (grant.token,))
    if call.received.own_params.get("deauthorize") == "true":
        query = "DELETE FROM consents WHERE consumer_key = ? AND user_id = ?"
        call.db.execute(query, (grant.consumer_key, grant.user_id))
    return Answer(200, '{"success": true}', "application/json; charset=utf-8")


def _form(values: Mapping[str, str]) -> Answer:
    return Answer(200, urlencode(values), _TEXT, {"Cache-Control": "no-store"})


def _page(status: int, html: str) -> Answer:
    return Answer(status, html, HTML, {"Cache-Control": "no-store"})


def _redirect(callback: str, values: Mapping[str, str]) -> Answer:
    separator = "&" if "?" in callback else "?"
    return Answer(302, "", HTML, {"Location": callback + separator + urlencode(values), "Cache-Control": "no-store"})


ENDPOINTS: Mapping[str, Callable[[SignIn], Answer]] = {
    "services/oauth/request_token": _request_token,
    "services/oauth/authorize": _authorize,
    "services/oauth/access_token": _access_token,
    "services/oauth/revoke_token": _revoke_token,
}
