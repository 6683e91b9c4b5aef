"""The steps of a sign-in, and a browser that knows nothing of the emulator: it fills in whatever form it is shown."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode

import httpx

from tests.emulator.signed_caller import FORM, Caller

AUTHORIZE = "services/oauth/authorize"
STAFF = "staff_perspective"
LONG = "staff_perspective|offline_access"


def request_token(consumer: Caller, scopes: str = LONG, callback: str = "oob") -> Caller:
    """The caller that signs with a new request token."""
    response = consumer.post("services/oauth/request_token", consumer.signer(callback_uri=callback), scopes=scopes)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    answer = dict(parse_qsl(response.text))
    assert answer["oauth_callback_confirmed"] == "true"
    assert re.fullmatch(r"[A-Za-z0-9]{20}", answer["oauth_token"])
    assert re.fullmatch(r"[A-Za-z0-9]{40}", answer["oauth_token_secret"])
    return replace(consumer, token=answer["oauth_token"], token_secret=answer["oauth_token_secret"])


def page(caller: Caller, lang: str = "en", **params: str) -> str:
    headers = {"Accept-Language": lang}
    response = caller.http.get(caller.url + AUTHORIZE, params={"oauth_token": caller.token, **params}, headers=headers)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def decide(caller: Caller, decision: str = "allow", **form: str | list[str]) -> httpx.Response:
    data = {"oauth_token": caller.token, "decision": decision, **form}
    return caller.http.post(caller.url + AUTHORIZE, data=data)


def pin_on(html: str) -> str:
    found = re.search(r'id="pin">(\d{8})<', html)
    assert found
    return found[1]


def exchange(caller: Caller, verifier: str) -> httpx.Response:
    return caller.post("services/oauth/access_token", caller.signer(verifier=verifier))


def signed_in_with(consumer: Caller, requesting: Caller, pin: str) -> Caller:
    """The caller that signs with the access token which the PIN is good for."""
    answer = dict(parse_qsl(exchange(requesting, pin).text))
    return replace(consumer, token=answer["oauth_token"], token_secret=answer["oauth_token_secret"])


def sign_in(consumer: Caller, scopes: str = LONG, **form: str | list[str]) -> Caller:
    """The caller that signs with a new access token."""
    requesting = request_token(consumer, scopes)
    return signed_in_with(consumer, requesting, pin_on(decide(requesting, **form).text))


class Form(HTMLParser):
    """What a page says, and what it lets one choose and press."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.fields: list[tuple[str, str]] = []
        self.ticked: list[tuple[str, str]] = []
        self.choices: dict[str, tuple[str, str]] = {}
        self.buttons: dict[str, tuple[str, str]] = {}
        self._list = ""
        self._labelled: dict[str, tuple[str, str]] = {}
        self._value = ("", "")
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._list = given["name"]
        elif tag == "input":
            into = self.ticked if given["type"] == "checkbox" else self.fields
            into.append((given["name"], given["value"]))
        elif tag in {"option", "button"}:
            self._labelled = self.choices if tag == "option" else self.buttons
            self._value = (given.get("name", self._list), given["value"])

    def handle_data(self, data: str) -> None:
        self.text += data
        self._labelled[data] = self._value
        self._labelled = {}


class Browser:
    """Opens a page, keeps cookies, submits the form on it."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self.form = Form("")
        self.response = httpx.Response(200)

    def open(self, requesting: Caller, **params: str) -> None:
        self.show(self._http.get(requesting.url + AUTHORIZE, params={"oauth_token": requesting.token, **params}))

    def press(self, button: str, person: str = "", untick: str = "") -> None:
        """Choose the first person of such a name, untick a scope, and press the button with this text."""
        chosen = [value for name, value in self.form.choices.items() if person in name][:1]
        ticked = [each for each in self.form.ticked if each[1] != untick]
        body = urlencode([*self.form.fields, *ticked, *chosen, self.form.buttons[button]])
        self.show(self._http.post(self.response.url, content=body, headers=FORM))

    @property
    def pin(self) -> str:
        return pin_on(self.response.text)

    def show(self, response: httpx.Response) -> None:
        """Show the page that was answered."""
        self.response, self.form = response, Form(response.text)
