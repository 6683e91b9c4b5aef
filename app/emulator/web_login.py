"""Who is signed in to the installation's web pages: remembered by a cookie, as by a university's login service.

There are no passwords here: whoever opens the page says who they are.
"""

from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe

from app.emulator.endpoint import SignIn
from app.emulator.pages import Account

_COOKIE = "usos_emulator_login"


def accounts(call: SignIn) -> list[Account]:
    """The lecturer first, then the other staff, then one student: enough to try each kind of user."""
    rows = call.db.execute(
        "SELECT * FROM users WHERE staff_status > 0 OR id = (SELECT min(user_id) FROM participants) "
        "ORDER BY id <> ?, staff_status DESC, id",
        (call.lecturer_id,),
    ).fetchall()
    names = [" ".join(filter(None, (row["title_before"], row["first_name"], row["last_name"]))) for row in rows]
    return [Account(row["id"], name) for row, name in zip(rows, names, strict=True)]


def signed_in(call: SignIn) -> int | None:
    """The user whose browser this is, if somebody has signed in with it."""
    row = call.db.execute("SELECT user_id FROM web_logins WHERE cookie = ?", (_cookie(call),)).fetchone()
    return None if row is None else row["user_id"]


def remember(call: SignIn, user_id: int) -> dict[str, str]:
    """Sign a user in; return the header that makes the browser remember it."""
    if signed_in(call) == user_id:
        return {}
    cookie = token_urlsafe(30)
    call.db.execute("INSERT INTO web_logins VALUES (?, ?)", (cookie, user_id))
    return {"Set-Cookie": f"{_COOKIE}={cookie}; Path={call.options.base_path}; HttpOnly; SameSite=Lax"}


def forget(call: SignIn) -> dict[str, str]:
    """Sign the browser's user out; return the header that makes the browser forget."""
    call.db.execute("DELETE FROM web_logins WHERE cookie = ?", (_cookie(call),))
    return {"Set-Cookie": f"{_COOKIE}=; Path={call.options.base_path}; Max-Age=0"}


def _cookie(call: SignIn) -> str:
    try:
        morsel = SimpleCookie(call.received.cookie).get(_COOKIE)
    except CookieError:
        return ""
    return "" if morsel is None else morsel.value
