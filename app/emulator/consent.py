"""`services/oauth/authorize`: a person allows an application its scopes, or refuses (usos-api.md, section 1.2).

`interactivity=minimal` asks nobody who is signed in to the web pages and has consented before; `confirm_user`
always shows who is signed in, with a way to be somebody else. The form is plain HTML for plain programs:

* `decision`: `allow`, `refuse`, or `switch` to sign out and choose who to be;
* `user_id`: who signs in; without it whoever is signed in, or else the lecturer;
* `scope`, once for each that is allowed; a form that has none of them allows what is asked for.
"""

import sqlite3
from secrets import randbelow

from app.emulator import pages, web_login
from app.emulator.endpoint import SignIn, page, redirect
from app.emulator.exchange import Answer
from app.emulator.loopback import is_foreign, is_loopback


def authorize(call: SignIn) -> Answer:
    """The consent page, what follows from it, or straight on where nobody has to be asked."""
    received = call.received
    lang = pages.preferred_language(received.language)
    if not is_loopback(received.host) or is_foreign(received.origin, received.host):
        return page(403, pages.invalid_page(lang))
    request = call.db.execute(
        "SELECT * FROM request_tokens WHERE token = ? AND expires > ? AND verifier IS NULL",
        (received.params.get("oauth_token", ""), call.now),
    ).fetchone()
    if request is None:
        return page(400, pages.invalid_page(lang))
    return _opened(call, request, lang) if received.verb == "GET" else _submitted(call, request, lang)


def _opened(call: SignIn, request: sqlite3.Row, lang: str) -> Answer:
    user_id, scopes = web_login.signed_in(call), request["scopes"].split()
    is_minimal = call.received.params.get("interactivity", "minimal") == "minimal"
    if is_minimal and user_id is not None and _has_consented(call, request["consumer_key"], user_id, scopes):
        return _allowed(call, request, lang, user_id, scopes)
    return _asked(call, request, lang, user_id, {})


def _submitted(call: SignIn, request: sqlite3.Row, lang: str) -> Answer:
    user_id = web_login.signed_in(call)
    match call.received.params.get("decision"):
        case "allow":
            return _allowed(call, request, lang, _chosen_user(call, user_id), _ticked_scopes(call, request))
        case "refuse":
            return _refused(call, request, lang)
        case "switch":
            return _asked(call, request, lang, None, web_login.forget(call))
    return _asked(call, request, lang, user_id, {})


def allowed_scopes(db: sqlite3.Connection, consumer_key: str, user_id: int) -> set[str]:
    """The scopes that a user has allowed a consumer, now or earlier."""
    return _consents(db, consumer_key, user_id) - {""}


def _consents(db: sqlite3.Connection, consumer_key: str, user_id: int) -> set[str]:
    # The empty scope stands for the consent itself: name and id.
    query = "SELECT scope FROM consents WHERE consumer_key = ? AND user_id = ?"
    return {row["scope"] for row in db.execute(query, (consumer_key, user_id))}


def _has_consented(call: SignIn, consumer_key: str, user_id: int, scopes: list[str]) -> bool:
    return _consents(call.db, consumer_key, user_id).issuperset(["", *scopes])


def _chosen_user(call: SignIn, user_id: int | None) -> int:
    accounts = web_login.accounts(call)
    chosen = call.received.params.get("user_id", str(user_id))
    return next((each.id for each in accounts if str(each.id) == chosen), accounts[0].id)


def _ticked_scopes(call: SignIn, request: sqlite3.Row) -> list[str]:
    asked = request["scopes"].split()
    ticked = [value for name, value in call.received.form_pairs if name == "scope"]
    return [scope for scope in asked if scope in ticked] if ticked else asked


def _asked(call: SignIn, request: sqlite3.Row, lang: str, user_id: int | None, headers: dict[str, str]) -> Answer:
    query = "SELECT name FROM consumers WHERE key = ?"
    name = call.db.execute(query, (request["consumer_key"],)).fetchone()["name"]
    accounts = web_login.accounts(call)
    current = next((each for each in accounts if each.id == user_id), None)
    asking = pages.AccessRequest(
        token=request["token"], consumer=name, scopes=request["scopes"].split(), accounts=accounts, current=current
    )
    return page(200, pages.consent_page(lang, asking), headers)


def _refused(call: SignIn, request: sqlite3.Row, lang: str) -> Answer:
    call.db.execute("DELETE FROM request_tokens WHERE token = ?", (request["token"],))
    if request["callback"] == "oob":
        return page(200, pages.refused_page(lang))
    return redirect(request["callback"], {"error": "access_denied", "oauth_token": request["token"]}, {})


def _allowed(call: SignIn, request: sqlite3.Row, lang: str, user_id: int, scopes: list[str]) -> Answer:
    consumer_key = request["consumer_key"]
    left_out = set(request["scopes"].split()) - {*scopes}
    call.db.executemany(
        "DELETE FROM consents WHERE consumer_key = ? AND user_id = ? AND scope = ?",
        [(consumer_key, user_id, scope) for scope in left_out],
    )
    call.db.executemany(
        "INSERT OR IGNORE INTO consents VALUES (?, ?, ?)",
        [(consumer_key, user_id, scope) for scope in ["", *scopes]],
    )
    pin = f"{randbelow(10**8):08}"
    call.db.execute(
        "UPDATE request_tokens SET user_id = ?, verifier = ? WHERE token = ?", (user_id, pin, request["token"])
    )
    headers = web_login.remember(call, user_id)
    if request["callback"] == "oob":
        return page(200, pages.pin_page(lang, pin), headers)
    return redirect(request["callback"], {"oauth_token": request["token"], "oauth_verifier": pin}, headers)
