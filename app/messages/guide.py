"""The guided first roll of the demo: one line for each step, in the row of messages."""

from __future__ import annotations

from app.domain.model import Mark
from app.i18n import N_, gettext
from app.keymap import keys
from app.messages.marks import mark_word
from app.workspace.guide import FIRST_MARKS, Guide, GuideStep

_LINES = {
    GuideStep.CALL: N_("Demo: nothing leaves this computer. {open} calls the roll of the class now."),
    GuideStep.MARK: N_("Try it: {present} marks somebody {presence}, {absent} absent. Mark three students."),
    GuideStep.UNDO: N_("A slip? {undo} takes back the last mark, until it is in USOS."),
    GuideStep.FIND: N_("Somebody comes in: {find} and a few letters of the name find them."),
    GuideStep.FILL: N_("Are all the others here? {fill} fills in everybody who has no mark yet."),
    GuideStep.SUMMARY: N_("{summary} shows who is absent. {palette} has more to try: no network, a colleague."),
}
_MARKED_BEFORE = N_("Try it: {present} marks somebody {presence}, {absent} absent.")


def on_groups(guide: Guide | None, *, at_class: bool) -> str:
    """Return what is to be tried next on the groups, as `line`; away from the class that is on, how to get there."""
    told = line(guide, in_roll=False)
    if not told or at_class:
        return told
    return gettext("Demo: nothing leaves this computer. {home} goes to the class now.").format(
        home=keys.name_of("home")
    )


def line(
    guide: Guide | None, *, in_roll: bool, presence: Mark = Mark.INTRAMURAL, list_id: str = "", marked: int = 0
) -> str:
    """Return what is to be tried next here, empty where there is no guide or nothing of the kind is left to try.

    `presence` is the one that the mode of the list implies; so many are `marked` in its roll. Others are filled in only
    where one has begun to call.
    """
    if guide is None or guide.step not in _LINES or in_roll is (guide.step is GuideStep.CALL):
        return ""
    step, made = guide.step, guide.made(list_id)
    if step is GuideStep.FILL and made < FIRST_MARKS:
        step = GuideStep.MARK
    text = _MARKED_BEFORE if step is GuideStep.MARK and marked > made else _LINES[step]
    return gettext(text).format(
        open=keys.shown("groups.open"),
        present=keys.letter(presence),
        presence=mark_word(presence),
        absent=keys.letter(Mark.ABSENT),
        undo=keys.shown("roll.undo"),
        find=keys.shown("roll.find"),
        fill=keys.shown("roll.fill"),
        summary=keys.shown("roll.summary"),
        palette=keys.shown("every.palette"),
    )
