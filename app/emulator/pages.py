"""The HTML that an installation shows: to people in a browser, and to programs that lost their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

_PAGE = Template("""<!DOCTYPE html>
<html lang="$lang"><head><meta charset="utf-8"><title>$title</title>
<style>
body { font: 17px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem;
       color: #1d2733; background: #f7f8fa; }
main { background: #fff; border: 1px solid #d8dee6; border-radius: 8px; padding: 1.5rem 2rem; }
button { font: inherit; padding: .4rem 1.2rem; margin-right: .5rem; }
code, #pin { font-family: ui-monospace, monospace; } #pin { font-size: 2.2rem; letter-spacing: .15em; }
</style></head><body><main><h1>$title</h1>
$body
</main></body></html>
""")

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "consent": "Allow access?",
        "asks": "The application <strong>$name</strong> asks for access to your USOS data.",
        "scopes": "It asks for:",
        "sign_in": "Sign in as",
        "signed_in": "You are signed in as",
        "switch": "Sign in as somebody else",
        "allow": "Allow",
        "refuse": "Refuse",
        "granted": "Access allowed",
        "pin": "Type this PIN into the application:",
        "refused": "Access refused",
        "nothing": "The application got no access. You can close this page.",
        "invalid": "This link does not work any more",
        "again": "The request has expired or was used already. Start signing in again from the application.",
        "staff_perspective": "the data that staff can see, such as students' album numbers",
        "offline_access": "access also when you are not at the computer, until you take it back",
        "": "your name and id",
    },
    "pl": {
        "consent": "Zezwolić na dostęp?",
        "asks": "Aplikacja <strong>$name</strong> prosi o dostęp do Twoich danych w USOS.",
        "scopes": "Prosi o:",
        "sign_in": "Zaloguj się jako",
        "signed_in": "Zalogowano jako",
        "switch": "Zaloguj się jako ktoś inny",
        "allow": "Zezwól",
        "refuse": "Odmów",
        "granted": "Dostęp przyznany",
        "pin": "Wpisz ten kod PIN w aplikacji:",
        "refused": "Odmówiono dostępu",
        "nothing": "Aplikacja nie otrzymała dostępu. Możesz zamknąć tę stronę.",
        "invalid": "Ten odnośnik już nie działa",
        "again": "Prośba wygasła albo została już wykorzystana. Zacznij logowanie w aplikacji od nowa.",
        "staff_perspective": "dane, które widzą pracownicy, na przykład numery albumów studentów",
        "offline_access": "dostęp także pod Twoją nieobecność, aż go cofniesz",
        "": "imię, nazwisko i identyfikator",
    },
}


@dataclass(frozen=True)
class Account:
    """Somebody who can be signed in at the browser."""

    id: int
    name: str


@dataclass(frozen=True)
class AccessRequest:
    """A consumer that asks for scopes by means of a request token."""

    token: str
    consumer: str
    scopes: Sequence[str]
    accounts: Sequence[Account]
    current: Account | None
    """Who is signed in; None: any of the accounts may sign in."""


def preferred_language(accept_language: str) -> str:
    """`pl` or `en`, whichever an `Accept-Language` header likes better; English when neither."""
    liked: list[tuple[float, str]] = []
    for item in accept_language.split(","):
        tag, _, weight = item.strip().partition(";q=")
        try:
            liked.append((float(weight or 1), tag.lower().partition("-")[0]))
        except ValueError:
            continue
    known = [(weight, tag) for weight, tag in liked if tag in _TEXTS]
    return max(known, key=lambda pair: pair[0])[1] if known else "en"


def consent_page(lang: str, request: AccessRequest) -> str:
    """Ask the one who is signed in, or whoever chooses to sign in, whether the consumer may have the scopes."""
    text = _TEXTS[lang]
    items = "".join(
        f'<li><label><input type="checkbox" name="scope" value="{escape(scope)}" checked> '
        f"{escape(text.get(scope, scope))}</label></li>"
        for scope in request.scopes
    )
    body = f"""<p>{Template(text["asks"]).substitute(name=escape(request.consumer))}</p>
<form method="post"><input type="hidden" name="oauth_token" value="{escape(request.token)}">
<input type="hidden" name="scope" value="">
<p>{text["scopes"]}</p><ul><li>{text[""]}</li>{items}</ul>
{_who(text, request)}
</form>"""
    return _page(lang, text["consent"], body)


def _who(text: Mapping[str, str], request: AccessRequest) -> str:
    buttons = f"""<p><button name="decision" value="allow">{text["allow"]}</button>
<button name="decision" value="refuse">{text["refuse"]}</button></p>"""
    if request.current is not None:
        return f"""<p>{text["signed_in"]} <strong>{escape(request.current.name)}</strong>.</p>
{buttons}
<p><button name="decision" value="switch">{text["switch"]}</button></p>"""
    options = "".join(f'<option value="{account.id}">{escape(account.name)}</option>' for account in request.accounts)
    return f"""<p><label>{text["sign_in"]} <select name="user_id">{options}</select></label></p>
{buttons}"""


def pin_page(lang: str, pin: str) -> str:
    """Show the verifier to somebody who has to type it."""
    text = _TEXTS[lang]
    return _page(lang, text["granted"], f'<p>{text["pin"]}</p><p id="pin">{pin}</p>')


def refused_page(lang: str) -> str:
    """The user refused, and there is no application to go back to."""
    return _page(lang, _TEXTS[lang]["refused"], f"<p>{_TEXTS[lang]['nothing']}</p>")


def invalid_page(lang: str) -> str:
    """The request token is unknown, used or too old."""
    return _page(lang, _TEXTS[lang]["invalid"], f"<p>{_TEXTS[lang]['again']}</p>")


def not_found_page(path: str) -> str:
    """No method and no page has this address."""
    return _page("en", "Not found", f"<p>There is nothing at <code>{escape(path)}</code>.</p>")


def server_error_page() -> str:
    """What a crash looks like from outside."""
    return _page("pl", "Błąd serwera", "<p>Wystąpił nieoczekiwany błąd. Administratorzy zostali powiadomieni.</p>")


def unavailable_page() -> str:
    """What an overload or a maintenance break looks like."""
    return _page("pl", "Przerwa techniczna", "<p>Serwis jest chwilowo niedostępny. Spróbuj później.</p>")


def captive_portal_page() -> str:
    """What a network answers to everything before one has signed in to it."""
    return _page("en", "Guest Wi-Fi", '<form method="post"><p>Accept the terms to go online.</p></form>')


def front_page(url: str, methods: Sequence[str], fault_kinds: Mapping[str, str]) -> str:
    """Say what this server is and how to use it."""
    method_items = "".join(f"<li><code>{escape(name)}</code></li>" for name in methods)
    fault_items = "".join(f"<li><code>{escape(kind)}</code>: {escape(what)}</li>" for kind, what in fault_kinds.items())
    address = escape(url)
    example = '[{"kind": "error_500", "method": "services/attendance/update_attendance", "count": 2}]'
    body = f"""<p>This is the <strong>rollcall emulator</strong>: a USOS installation with invented people that runs on
this machine only. Its base URL is <code>{address}</code>. It is no part of any university's USOS.</p>
<p>Calls are signed with OAuth 1.0a. The consumer key and a lecturer's token are printed where the emulator was
started; or sign in through <code>services/oauth/request_token</code>.</p>
<h2>Methods</h2><ul>{method_items}</ul>
<h2>Behind the API's back</h2>
<p>These pages answer without OAuth, to this machine only:</p>
<ul><li><code>GET emulator/lists</code>: every attendance list</li>
<li><code>GET emulator/marks?list_id=…</code>: marks and comments by student id</li>
<li><code>GET emulator/faults</code>: the faults that are still to come</li>
<li><code>POST emulator/faults</code>: a JSON list of faults that replaces them; <code>[]</code> clears them.
For example <code>{escape(example)}</code></li></ul>
<p>A fault takes the next <code>count</code> calls of <code>method</code> (<code>null</code>: all of them;
<code>"*"</code>: any method) after letting <code>after</code> calls through. Kinds:</p><ul>{fault_items}</ul>"""
    return _page("en", "rollcall emulator", body)


def _page(lang: str, title: str, body: str) -> str:
    return _PAGE.substitute(lang=lang, title=escape(title), body=body)
