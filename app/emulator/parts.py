"""Putting an emulator together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.types import ASGIApp

from app.emulator.application import build_application
from app.emulator.backdoor import Backdoor
from app.emulator.calls import CallLog
from app.emulator.control import Control
from app.emulator.data.university import ReadyKeys, found_university, has_university, read_keys
from app.emulator.database import Database
from app.emulator.faults import Faults
from app.emulator.faulty import Service
from app.emulator.installation import Installation
from app.emulator.options import Options


@dataclass(frozen=True)
class Parts:
    """What an emulator is made of."""

    application: ASGIApp
    backdoor: Backdoor
    service: Service
    keys: ReadyKeys


def build_parts(options: Options, faults: Faults, calls: CallLog, now: Callable[[], datetime]) -> Parts:
    """Open the data, or make them from the seed where there are none, and build what serves them.

    `now` gives the moment with its zone, which is that of Poland.
    """
    database = Database(options.database)
    with database.transaction() as db:
        if not has_university(db):
            found_university(db, options, now().replace(tzinfo=None))
        keys = read_keys(db)
    installation = Installation(database, keys.lecturer_id, options, now)
    backdoor = Backdoor(database)
    service = Service(installation, backdoor, faults, calls)
    control = Control(backdoor, faults)
    application = build_application(options.base_path, installation, service, control)
    return Parts(application=application, backdoor=backdoor, service=service, keys=keys)
