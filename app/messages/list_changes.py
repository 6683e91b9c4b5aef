"""How something done to lists has ended, and what stands in its way, in a lecturer's words."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.model import AttendanceList, Group
from app.i18n import N_, clock_time, gettext, ngettext, short_date
from app.messages import failures, groups, marks
from app.sync.requests import Action, ChangeMode, Create, CreateEach, CreateFromTimetable, DeleteList, Recreate
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
        case CreateFromTimetable() | CreateEach():
            return gettext("The lists from the timetable exist.")
        case ChangeMode(list_id):
            changed = workspace.register.attendance_list(list_id)
            return gettext("Changed: {list}.").format(list=described(changed)) if changed else ""
        case DeleteList(list_id):
            gone = workspace.list_history.known(list_id)
            return gettext("Deleted: {list}.").format(list=described(gone)) if gone else ""
        case Recreate():
            return gettext("The list exists, and its marks will be sent to it.")


def question(change: Sequence[AttendanceList], group: Group, *, created: bool) -> str:
    """Return the question whether these lists are to be deleted, all of which were created here if so `created`."""
    title = groups.group_title(group)
    if len(change) == 1:
        text = gettext("Delete the list of {list}, {group}?")
        if created:
            text = gettext("Delete the list of {list}, {group}, which was created here?")
        return text.format(list=described(change[0]), group=title)
    text = ngettext(
        "Delete the {number} list created together, {first} to {last}, {group}?",
        "Delete the {number} lists created together, {first} to {last}, {group}?",
        len(change),
    )
    days = sorted(one.date for one in change)
    return text.format(number=len(change), first=short_date(days[0]), last=short_date(days[-1]), group=title)


def deleted_together(number: int, left: int) -> str:
    """Return how many lists are gone that were to go together, and how many are not."""
    text = ngettext("{number} list deleted.", "{number} lists deleted.", number).format(number=number)
    if not left:
        return text
    stayed = ngettext("{number} list is still there.", "{number} lists are still there.", left).format(number=left)
    return f"{text} {stayed}"


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
