"""A USOS installation that runs on this machine: for `rollcall demo`, `rollcall emulator` and the tests.

It is written from the API's documentation alone and shares no code with the client. `Options` says how an
installation can be, `faults.MEANINGS` what can go wrong on purpose, `control` what can be done from outside.
"""

from app.emulator.backdoor import ListSummary
from app.emulator.calls import CallLog, LoggedCall
from app.emulator.emulator import Emulator
from app.emulator.faults import Fault, FaultKind, Faults
from app.emulator.options import Options

__all__ = ["CallLog", "Emulator", "Fault", "FaultKind", "Faults", "ListSummary", "LoggedCall", "Options"]
