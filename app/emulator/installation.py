"""The installation itself: a call in, an answer out, one transaction each. No HTTP in here."""

import json
import random
import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime

from app.emulator import oauth
from app.emulator.database import Database
from app.emulator.errors import ApiError
from app.emulator.exchange import HTML, Answer, Json, Received
from app.emulator.method import Call, Grant, Method, check_access, check_params, jsonp_callback
from app.emulator.methods import apisrv, attendance, attendance_lists, courses, groups, users
from app.emulator.options import Options, epoch
from app.emulator.pages import not_found_page
from app.emulator.sign_in import ENDPOINTS, SignIn

JSON = "application/json; charset=utf-8"
_JAVASCRIPT = "application/javascript; charset=utf-8"

_METHODS = {
    method.name: method
    for module in (attendance, attendance_lists, users, groups, courses, apisrv)
    for method in module.METHODS
}


class Installation:
    """Answers calls to `services/…` from a database, by the options and the clock it was given."""

    def __init__(self, database: Database, lecturer_id: int, options: Options, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lecturer_id = lecturer_id
        self._options = options
        self._now = now
        self._chance = random.Random(options.seed)  # noqa: S311 it orders rows, it guards nothing
        self._nonces = oauth.Nonces(lifetime=2 * (options.timestamp_window or 300))

    @property
    def method_names(self) -> list[str]:
        """Everything under `services/` that this installation has."""
        return sorted({*_METHODS, *ENDPOINTS} - self._options.without)

    def answer(self, received: Received, *, keep: bool = True) -> Answer:
        """Carry out a call. With `keep=False` the answer is the same but nothing is stored."""
        if received.method in self._options.without:
            return not_found(received)
        try:
            with self._database.transaction(keep=keep) as db:
                return self._dispatch(db, received)
        except ApiError as error:
            return self.refusal(received, error)

    def refusal(self, received: Received, error: ApiError) -> Answer:
        """The answer that tells an error."""
        forbidden = error.body.get("error") == "method_forbidden"
        status = self._options.forbidden_status if forbidden else error.status
        return _json(received, error.body, status, error.headers)

    def _dispatch(self, db: sqlite3.Connection, received: Received) -> Answer:
        now = self._now()
        verifier = oauth.Verifier(db, self._options, self._nonces, epoch(now))
        if received.method in ENDPOINTS:
            call = SignIn(db, received, verifier, self._lecturer_id, epoch(now))
            return ENDPOINTS[received.method](call)
        method = _METHODS.get(received.method)
        if method is None:
            return not_found(received)
        grant = self._grant(db, received, method, verifier)
        check_access(method, grant)
        params = received.own_params
        selection = check_params(method, params)
        result = method.answer(Call(db, grant, params, selection, self._options, now, self._chance))
        return _json(received, result)

    def _grant(self, db: sqlite3.Connection, received: Received, method: Method, verifier: oauth.Verifier) -> Grant:
        if method.consumer == "ignored" or not oauth.is_signed(received):
            return Grant()
        return oauth.grant_of(received, verifier, db)


def not_found(received: Received) -> Answer:
    """There is no such method: HTML, as a web server answers, not JSON."""
    return Answer(404, not_found_page(received.path), HTML)


def _json(received: Received, body: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    text = json.dumps(body, ensure_ascii=False)
    callback = jsonp_callback(received.own_params)
    # Browser clients may call any installation from any page; a call proves itself by its signature.
    all_headers = {"Access-Control-Allow-Origin": "*", **(headers or {})}
    if callback is not None:
        return Answer(status, f"{callback}({text});", _JAVASCRIPT, all_headers)
    return Answer(status, text, JSON, all_headers)
