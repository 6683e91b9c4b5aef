"""Which methods an installation has: all that are declared, as far as its options leave them."""

from dataclasses import replace

from app.emulator.endpoint import Endpoint
from app.emulator.method import Method
from app.emulator.methods import apiref, apisrv, attendance, attendance_lists, courses, groups, tt, users
from app.emulator.options import Options
from app.emulator.sign_in import ENDPOINTS

_MODULES = (attendance, attendance_lists, users, groups, courses, tt, apisrv, apiref)
_ALL: tuple[Method | Endpoint, ...] = (*(method for module in _MODULES for method in module.METHODS), *ENDPOINTS)

_TIMETABLE = "services/tt/user"
_ATTENDANCE = "services/attendance/"
_USER, _ADD_DATE = _ATTENDANCE + "user", _ATTENDANCE + "add_attendance_date"
_OLDEST = {
    _ADD_DATE,
    *(
        _ATTENDANCE + name
        for name in (
            "attendance",
            "attendance_list",
            "attendance_lists",
            "create_attendance_list",
            "group",
            "update_attendance",
        )
    ),
}


def methods_of(options: Options) -> dict[str, Method | Endpoint]:
    """The methods by full name. A call to any other is one to an unknown method."""
    methods = {each.name: each for each in _ALL if _is_there(each.name, options)}
    if options.open_timetable and _TIMETABLE in methods:
        methods[_TIMETABLE] = replace(methods[_TIMETABLE], scopes=())
    return methods


def _is_there(name: str, options: Options) -> bool:
    if name in options.without:
        return False
    match options.methods:
        case "full":
            return name != _ADD_DATE
        case "no-user":
            return name not in {_USER, _ADD_DATE}
        case "oldest":
            return name in _OLDEST or not name.startswith(_ATTENDANCE)
