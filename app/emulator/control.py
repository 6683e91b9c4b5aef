"""The control pages under `emulator/`: behind the API's back over HTTP, for this machine only.

* `GET emulator/lists`: every attendance list
* `GET emulator/marks?list_id=…`: `[mark, comment]` by student id
* `GET emulator/faults`, `POST emulator/faults`: the planned faults; a JSON list replaces them, `[]` clears them
"""

import json
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.emulator.backdoor import Backdoor
from app.emulator.bodies import TooLargeError, body_of
from app.emulator.faults import Faults, fault_from_json
from app.emulator.loopback import is_foreign, is_loopback


class Control:
    """Answers the control pages."""

    def __init__(self, backdoor: Backdoor, faults: Faults) -> None:
        self._backdoor = backdoor
        self._faults = faults

    async def respond(self, request: Request) -> Response:
        """One control call; 403 for anything that another site or another machine could have caused."""
        host = request.headers.get("host", "")
        if not is_loopback(host) or is_foreign(request.headers.get("origin"), host):
            return _problem(403, "control pages are for this machine only")
        match request.method, request.path_params["page"]:
            case "GET", "lists":
                return JSONResponse([{**asdict(each), "date": str(each.date)} for each in self._backdoor.lists()])
            case "GET", "marks":
                return self._marks(request.query_params.get("list_id", ""))
            case "GET", "faults":
                return JSONResponse([fault.to_json() for fault in self._faults.planned()])
            case "POST", "faults":
                return await self._replace_faults(request)
        return _problem(404, "there is no such control page")

    def _marks(self, list_id: str) -> Response:
        try:
            return JSONResponse(self._backdoor.marks(list_id))
        except LookupError as error:
            return _problem(404, str(error))

    async def _replace_faults(self, request: Request) -> Response:
        try:
            given = json.loads(await body_of(request))
            if not isinstance(given, list):
                return _problem(400, "faults are a JSON list")
            faults = [fault_from_json(each) for each in given]
        except TooLargeError:
            return _problem(413, "nobody plans so many faults")
        except (ValueError, RecursionError) as error:
            return _problem(400, str(error))
        self._faults.replace(faults)
        return JSONResponse([fault.to_json() for fault in faults])


def _problem(status: int, message: str) -> Response:
    return JSONResponse({"message": message}, status)
