"""The installation itself: a call in, an answer out, one transaction each. No HTTP in here."""

import json
import random
import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime

from app.emulator import oauth
from app.emulator.catalogue import methods_of
from app.emulator.database import Database
from app.emulator.endpoint import Endpoint, SignIn
from app.emulator.errors import ApiError
from app.emulator.exchange import HTML, Answer, Json, Received
from app.emulator.habits import check_habits
from app.emulator.method import Call, Grant, Method, bound_params, check_access, jsonp_callback, selected
from app.emulator.options import Options
from app.emulator.pages import not_found_page

JSON = "application/json; charset=utf-8"
_JAVASCRIPT = "application/javascript; charset=utf-8"


class Installation:
    """Answers calls to `services/…` from a database, by the options and the clock it was given."""

    def __init__(self, database: Database, lecturer_id: int, options: Options, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lecturer_id = lecturer_id
        self._options = options
        self._now = now
        self._methods = methods_of(options)
        self._chance = random.Random(options.seed)  # noqa: S311 it orders rows, it guards nothing
        self._nonces = oauth.Nonces(lifetime=2 * (options.timestamp_window or 300))

    @property
    def method_names(self) -> list[str]:
        """Everything under `services/` that this installation has."""
        return sorted(self._methods)

    def answer(self, received: Received, *, keep: bool = True) -> Answer:
        """Carry out a call. With `keep=False` the answer is the same but nothing is stored."""
        method = self._methods.get(received.method)
        if method is None:
            return self._not_found(received)
        try:
            with self._database.transaction(keep=keep) as db:
                return self._carry_out(db, received, method)
        except ApiError as error:
            return self.refusal(received, error)

    def refusal(self, received: Received, error: ApiError) -> Answer:
        """The answer that tells an error."""
        forbidden = error.body.get("error") == "method_forbidden"
        status = self._options.forbidden_status if forbidden else error.status
        return _json(received, error.body, status, error.headers)

    def _carry_out(self, db: sqlite3.Connection, received: Received, method: Method | Endpoint) -> Answer:
        moment, options = self._now(), self._options
        now, epoch = moment.replace(tzinfo=None), moment.timestamp()  # the API speaks the one, OAuth the other
        verifier = oauth.Verifier(db, options, self._nonces, epoch)
        if isinstance(method, Endpoint):
            return method.answer(
                SignIn(
                    db=db,
                    received=received,
                    verifier=verifier,
                    lecturer_id=self._lecturer_id,
                    options=options,
                    now=epoch,
                )
            )
        grant = self._grant(db, received, method, verifier)
        check_access(method, grant)
        given = received.own_params
        params = bound_params(method, given)
        selection = selected(method, given, options)
        check_habits(method.name, given, options)
        # Installations publish their address with http:// even where it is https (usos-api.md, section 0).
        base_url = f"http://{received.host}{options.base_path}"
        call = Call(
            db=db,
            grant=grant,
            params=params,
            selection=selection,
            options=options,
            now=now,
            chance=self._chance,
            base_url=base_url,
            methods=self._methods,
        )
        return _json(received, method.answer(call))

    def _not_found(self, received: Received) -> Answer:
        """There is no such method: HTML, as a web server answers, or JSON."""
        if self._options.unknown_as_400:
            return _json(received, {"message": f"Method {received.method} does not exist."}, 400)
        return Answer(status=404, body=not_found_page(received.path), media_type=HTML)

    def _grant(self, db: sqlite3.Connection, received: Received, method: Method, verifier: oauth.Verifier) -> Grant:
        if method.consumer == "ignored" or not oauth.is_signed(received):
            return Grant()
        return oauth.grant_of(received, verifier, db)


def _json(received: Received, body: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    text = json.dumps(body, ensure_ascii=False)
    callback = jsonp_callback(received.own_params)
    # Browser clients may call any installation from any page; a call proves itself by its signature.
    all_headers = {"Access-Control-Allow-Origin": "*", **(headers or {})}
    if callback is not None:
        return Answer(status=status, body=f"{callback}({text});", media_type=_JAVASCRIPT, headers=all_headers)
    return Answer(status=status, body=text, media_type=JSON, headers=all_headers)
