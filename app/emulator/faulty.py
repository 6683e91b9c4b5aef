"""Carrying out calls together with the faults they meet."""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.emulator import oauth, pages
from app.emulator.backdoor import Backdoor
from app.emulator.bodies import TooLargeError, body_of
from app.emulator.calls import CallLog, LoggedCall
from app.emulator.errors import object_invalid, object_not_found
from app.emulator.exchange import HTML, Answer, Received
from app.emulator.faults import PRELUDES, Fault, FaultKind, Faults
from app.emulator.installation import JSON, Installation

_FORM = "application/x-www-form-urlencoded"

_CANNED = {
    FaultKind.ERROR_500: Answer(status=500, body=pages.server_error_page(), media_type=HTML),
    FaultKind.UNAVAILABLE_503: Answer(status=503, body=pages.unavailable_page(), media_type=HTML),
    FaultKind.BUSY_429: Answer(status=429, body=pages.unavailable_page(), media_type=HTML),
    FaultKind.HTML_200: Answer(status=200, body=pages.captive_portal_page(), media_type=HTML),
    FaultKind.NULL_200: Answer(status=200, body="null", media_type=JSON),
    FaultKind.EMPTY_LIST_200: Answer(status=200, body="[]", media_type=JSON),
}


class Service:
    """The endpoint of `services/…`: reads a call, lets its faults happen, answers or does not."""

    def __init__(self, installation: Installation, backdoor: Backdoor, faults: Faults, calls: CallLog) -> None:
        self._installation = installation
        self._backdoor = backdoor
        self._faults = faults
        self._calls = calls
        self._hanging: set[_Silence] = set()
        self._slow: set[asyncio.Event] = set()
        self._late: set[asyncio.Task[None]] = set()

    async def respond(self, request: Request) -> Response:
        """Answer one call."""
        try:
            received = await _received(request)
        except TooLargeError:
            return Response(status_code=413)
        ending: Fault | None = None
        for fault in self._faults.take(received.method):
            if fault.kind in PRELUDES:
                await self._disturb(fault, received)
            else:
                ending = fault
        outcome = self._installation.answer(received) if ending is None else self._faulty(ending, received)
        if isinstance(outcome, Answer):
            self._calls.add(LoggedCall(received.method, received.own_params, outcome.status))
            return Response(outcome.body, outcome.status, dict(outcome.headers), outcome.media_type)
        self._calls.add(LoggedCall(received.method, received.own_params, "hung" if outcome.hangs else "cut"))
        return outcome

    def release(self) -> None:
        """Cut every call that hangs, and let every slow one go on."""
        for silence in self._hanging.copy():
            silence.cut()
        for let_go in self._slow:
            let_go.set()

    async def _disturb(self, fault: Fault, received: Received) -> None:
        if fault.kind is FaultKind.LATENCY:
            await self._dawdle(fault.seconds)
            return
        list_id = received.params.get("list_id", "")
        student_id = fault.student_id or received.params.get("student_id", "")
        # A call without a list, or with one that is gone, has nothing that could be disturbed.
        with suppress(LookupError):
            if fault.kind is FaultKind.LIST_DELETED:
                self._backdoor.delete_list(list_id)
            elif fault.kind is FaultKind.MODE_CHANGE:
                self._backdoor.set_list_mode(list_id, fault.mode)
            elif student_id in self._backdoor.marks(list_id):
                self._backdoor.set_mark(list_id, student_id, fault.mark, fault.comment)

    async def _dawdle(self, seconds: float) -> None:
        let_go = asyncio.Event()
        self._slow.add(let_go)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(let_go.wait(), seconds)
        finally:
            self._slow.discard(let_go)

    def _faulty(self, fault: Fault, received: Received) -> "Answer | _Silence":
        if fault.kind in _CANNED:
            return _canned(fault)
        match fault.kind:
            case FaultKind.EXPIRED_TOKEN:
                return self._installation.refusal(received, oauth.expired())
            case FaultKind.REFUSED:
                return self._refused(fault.reason, received)
            case FaultKind.LIES:
                return self._installation.answer(received, keep=False)
            case FaultKind.TRUNCATED_JSON:
                answer = self._installation.answer(received)
                return replace(answer, body=answer.body[: len(answer.body) // 2])
        return self._unanswered(fault, received)

    def _unanswered(self, fault: Fault, received: Received) -> "_Silence":
        if fault.kind is FaultKind.CUT_AFTER:
            self._installation.answer(received)
        elif fault.kind is FaultKind.LATE:
            late = asyncio.create_task(self._answer_late(fault.seconds, received))
            self._late.add(late)
            late.add_done_callback(self._late.discard)
        return _Silence(self._hanging, hangs=fault.kind in {FaultKind.LATE, FaultKind.HANG})

    async def _answer_late(self, seconds: float, received: Received) -> None:
        await self._dawdle(seconds)
        self._installation.answer(received)

    def _refused(self, reason: str, received: Received) -> Answer:
        param = "list_id" if "list_id" in received.params else "group_number"
        not_found = reason.endswith("_not_found")
        error = object_not_found(reason, param, received.method) if not_found else object_invalid(reason)
        return self._installation.refusal(received, error)


def _canned(fault: Fault) -> Answer:
    answer = _CANNED[fault.kind]
    if answer.status in {429, 503}:
        return replace(answer, headers={"Retry-After": str(math.ceil(fault.seconds))})
    return answer


class _Silence(Response):
    """No answer: the connection is closed at once, or stays open until somebody closes it."""

    def __init__(self, hanging: "set[_Silence]", *, hangs: bool) -> None:
        super().__init__()
        self.hangs = hangs
        self.cut: Callable[[], None] = lambda: None
        self._hanging = hanging

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.cut = scope["state"]["cut"]
        if not self.hangs:
            self.cut()
        self._hanging.add(self)
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._hanging.discard(self)


async def _received(request: Request) -> Received:
    is_form = request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM
    body = await body_of(request) if is_form else b""
    return Received(
        method="services/" + str(request.path_params["name"]),
        verb=request.method,
        host=request.headers.get("host", ""),
        path=request.scope["raw_path"].decode("ascii"),
        query=request.scope["query_string"].decode("latin-1"),
        form=body.decode("utf-8", "replace"),
        authorization=request.headers.get("authorization"),
        origin=request.headers.get("origin"),
        cookie=request.headers.get("cookie", ""),
        language=request.headers.get("accept-language", ""),
    )
