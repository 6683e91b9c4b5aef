"""How something done to lists has ended, and what stands in its way, in a lecturer's words."""

from __future__ import annotations

from app.domain.model import AttendanceList
from app.i18n import N_, clock_time, gettext, short_date
from app.messages import failures, marks
from app.sync.requests import Action, ChangeMode, Create, CreateFromTimetable, DeleteList, Recreate
from app.workspace.list_rules import HasMarks, Hindrance, MethodMissing, Obstacle, OwnedElsewhere
from app.workspace.workspace import Workspace

_HINDRANCES = {  # for the key bar, and in a sentence
    Hindrance.NO_LIST: (N_("no list"), N_("There is no list here.")),
    Hindrance.UNDER_WAY: (N_("in progress"), N_("That is already in progress.")),
    Hindrance.DRAFT: (N_("draft"), N_("This is a draft on this computer: USOS has no such list yet.")),
    Hindrance.UNSENT_MARKS: (
        N_("has marks"),
        N_("The list has marks or comments that are not in USOS yet, so it cannot be deleted or change mode."),
    ),
}


def described(one: AttendanceList) -> str:
    """Return which list: its date, time and mode."""
    return f"{short_date(one.date)} {one.date.year} {clock_time(one.date)} · {marks.mode_word(one.mode)}"


def done(workspace: Workspace, action: Action) -> str:
    """Return what was done, from what is in the store now."""
    match action:
        case Create(of, date):
            made = workspace.register.timetable.list_at(of, date)
            return gettext("Created: {list}.").format(list=described(made)) if made else gettext("The list exists.")
        case CreateFromTimetable():
            return gettext("The lists from the timetable exist.")
        case ChangeMode(list_id):
            changed = workspace.register.attendance_list(list_id)
            return gettext("Changed: {list}.").format(list=described(changed)) if changed else ""
        case DeleteList(list_id):
            gone = next((one for one in workspace.deleted if one.id == list_id), None)
            return gettext("Deleted: {list}.").format(list=described(gone)) if gone else ""
        case Recreate():
            return gettext("The list exists, and its marks will be sent to it.")


def obstacle_word(obstacle: Obstacle) -> str:
    """Return what stands in the way, short enough for the key bar."""
    match obstacle:
        case HasMarks():
            return gettext("has marks")
        case OwnedElsewhere():
            return gettext("view only")
        case MethodMissing():
            return gettext("not in this USOS")
        case _:
            word, _ = _HINDRANCES[obstacle]
            return gettext(word)


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Return why something cannot be done to a list now."""
    match obstacle:
        case HasMarks(marked, students):
            text = gettext("The list has marks ({marked} of {all}), so it cannot be deleted or change mode.")
            return text.format(marked=marked, all=students)
        case OwnedElsewhere(owner):
            return failures.owned_by(owner)
        case MethodMissing(change):
            text = gettext("This USOS cannot do that: it lacks {method}. Try it in USOSweb.")
            return text.format(method=f"services/attendance/{change}")
        case _:
            _, sentence = _HINDRANCES[obstacle]
            return gettext(sentence)
