"""The guided first roll of the demo: one line for each step, in the row of messages."""

from __future__ import annotations

from app.domain.frozen import frozen
from app.domain.model import Mark
from app.i18n import N_, gettext
from app.keymap import keys
from app.messages.marks import mark_word
from app.workspace.guide import FIRST_MARKS, Guide, GuideStep

_LINES = {
    GuideStep.CALL: N_("Demo: nothing leaves this computer. {open} calls the roll of the class now."),
    GuideStep.MARK: N_("Try it: {present} marks somebody {presence}, {absent} absent. Mark three students."),
    GuideStep.UNDO: N_("A slip? {undo} takes back the last mark; a first one that is in USOS can only be changed."),
    GuideStep.FIND: N_("Somebody comes in: {find} and a few letters of the name find them."),
    GuideStep.FILL: N_("Are all the others here? {fill} fills in everybody who has no mark yet."),
    GuideStep.SUMMARY: N_("{summary} shows who is absent. {palette} has more to try: no network, a colleague."),
}
_MARKED_BEFORE = N_("Try it: {present} marks somebody {presence}, {absent} absent.")


def on_groups(guide: Guide | None, *, at_class: bool) -> str:
    """Return what is to be tried next on the groups, as `line`; away from the class that is on, how to get there."""
    told = line(guide)
    if not told or at_class:
        return told
    return gettext("Demo: nothing leaves this computer. {home} goes to the class now.").format(
        home=keys.name_of("home")
    )


@frozen
class GuidedRoll:
    """What the guide has to know of the roll one is in: whether its class `is_on`, and the presence its mode implies.

    So many are `marked` in it, so many are `left`.
    """

    list_id: str = ""
    presence: Mark = Mark.INTRAMURAL
    marked: int = 0
    left: int = 1
    is_on: bool = True


def line(guide: Guide | None, roll: GuidedRoll | None = None) -> str:
    """Return what is to be tried next in this roll, or outside of one; empty where there is nothing of the kind.

    Only the roll of the class that is on is guided. Others are filled in only where one has begun to call and most are
    marked.
    """
    if guide is None or guide.step not in _LINES or (roll is not None) is (guide.step is GuideStep.CALL):
        return ""
    step, roll = guide.step, roll or GuidedRoll()
    made = guide.made(roll.list_id)
    if step is GuideStep.FILL and made < FIRST_MARKS:
        step = GuideStep.MARK
    marks_nobody = step in {GuideStep.MARK, GuideStep.FILL} and not roll.left
    if not roll.is_on or marks_nobody or (step is GuideStep.FILL and roll.marked <= roll.left):
        return ""
    text = _MARKED_BEFORE if step is GuideStep.MARK and roll.marked > made else _LINES[step]
    return gettext(text).format(
        open=keys.shown("groups.open"),
        present=keys.letter(roll.presence),
        presence=mark_word(roll.presence),
        absent=keys.letter(Mark.ABSENT),
        undo=keys.shown("roll.undo"),
        find=keys.shown("roll.find"),
        fill=keys.shown("roll.fill"),
        summary=keys.shown("roll.summary"),
        palette=keys.shown("every.palette"),
    )
