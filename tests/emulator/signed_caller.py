"""A client that is not ours: httpx carries, oauthlib signs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import httpx
from oauthlib.oauth1 import SIGNATURE_HMAC, SIGNATURE_TYPE_AUTH_HEADER, Client

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Clock:
    """A wall clock in Poland that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 23, 10, 20)  # noqa: DTZ001 the API's times have no zone

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)

    @property
    def timestamp(self) -> str:
        return str(int(self.now.replace(tzinfo=ZoneInfo("Europe/Warsaw")).timestamp()))


@dataclass(frozen=True)
class Caller:
    """Calls methods of one installation with one set of keys."""

    http: httpx.Client
    url: str
    clock: Clock
    consumer_key: str
    consumer_secret: str
    token: str | None = None
    token_secret: str | None = None

    def signer(self, **more: str) -> Client:
        values = {
            "timestamp": self.clock.timestamp,
            "signature_method": SIGNATURE_HMAC,
            "signature_type": SIGNATURE_TYPE_AUTH_HEADER,
            **more,
        }
        return Client(self.consumer_key, self.consumer_secret, self.token, self.token_secret, **values)

    def post(self, method: str, signer: Client | None = None, **params: str) -> httpx.Response:
        signer = signer or self.signer()
        url, headers, body = signer.sign(self.url + method, "POST", urlencode(params), FORM)
        return self.http.post(url, headers=headers, content=body)

    def get(self, method: str, signer: Client | None = None, **params: str) -> httpx.Response:
        signer = signer or self.signer()
        query = "?" + urlencode(params) if params else ""
        url, headers, _ = signer.sign(self.url + method + query, "GET")
        return self.http.get(url, headers=headers)

    def ask(self, method: str, **params: str):
        """The JSON of a call that succeeds."""
        response = self.post(method, **params)
        assert response.status_code == 200, response.text
        return response.json()

    def refusal(self, method: str, **params: str) -> dict[str, object]:
        """The JSON of a call that is refused as in usos-api.md, section 2."""
        response = self.post(method, **params)
        assert response.status_code == 400, response.text
        assert response.headers["content-type"] == "application/json; charset=utf-8"
        return response.json()
