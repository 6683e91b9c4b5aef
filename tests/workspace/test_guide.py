"""The guided first roll of the demo: in order, or as a person likes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app import i18n
from app.domain import agenda
from app.domain.model import AttendanceList, ListId, Mark, Mode
from app.messages import guide as told
from app.messages.guide import GuidedRoll as Roll
from app.roll.outcomes import Notice
from app.tui.roll import guided
from app.workspace.guide import Guide, GuideStep
from tests.support.clock import NOW
from tests.support.roll_caller import KEY

LISTED = AttendanceList(id=ListId("1"), group=KEY, date=NOW, mode=Mode.INTRAMURAL, owner="")


def test_the_steps_come_one_after_the_other_and_marks_are_wanted_three_times():
    guide, seen = Guide(), []
    for step in (GuideStep.CALL, *[GuideStep.MARK] * 3, GuideStep.UNDO, GuideStep.FIND, GuideStep.FILL):
        seen.append(guide.step)
        guide.did(step)
    seen.append(guide.step)
    guide.did(GuideStep.SUMMARY)
    mark = GuideStep.MARK
    assert seen == [GuideStep.CALL, mark, mark, mark, GuideStep.UNDO, GuideStep.FIND, GuideStep.FILL, GuideStep.SUMMARY]
    assert guide.step is GuideStep.DONE
    assert told.line(guide, Roll()) == told.line(None, Roll()) == ""


def test_what_was_tried_before_its_turn_is_not_asked_for():
    guide = Guide()
    for step in (GuideStep.FIND, GuideStep.SUMMARY, GuideStep.CALL):
        guide.did(step)
    assert guide.step is GuideStep.MARK


def test_every_step_is_one_short_line_in_both_languages():
    for language in ("en", "pl"):
        i18n.use_language(language)
        guide = Guide()
        while guide.step is not GuideStep.DONE:
            begins = guide.step is GuideStep.CALL
            marked = 20 if guide.step is GuideStep.FILL else 0
            assert 20 < len(told.line(guide, None if begins else Roll(marked=marked))) < 100
            assert told.line(guide, Roll() if begins else None) == "", "what cannot be tried here is not asked for"
            guide.did(guide.step)
    i18n.use_language("en")


def test_the_key_and_the_word_are_those_of_the_presence_that_the_list_implies():
    guide = Guide()
    guide.did(GuideStep.CALL)
    assert "P marks somebody present" in told.line(guide, Roll())
    assert "R marks somebody remote" in told.line(guide, Roll(presence=Mark.REMOTE))


def test_where_marks_stood_before_no_three_are_asked_for_and_others_are_filled_in_only_after_three() -> None:
    guide = Guide()
    guide.did(GuideStep.CALL)
    short = "Try it: P marks somebody present, A absent."
    assert told.line(guide, Roll(list_id="1", marked=7)) == short
    guide.did(GuideStep.MARK, "2")
    assert told.line(guide, Roll(list_id="2", marked=1)) == f"{short} Mark three students."
    for step in (GuideStep.MARK, GuideStep.MARK, GuideStep.UNDO, GuideStep.FIND):
        guide.did(step, "2")
    assert "fills in everybody" in told.line(guide, Roll(list_id="2", marked=3, left=1))
    assert told.line(guide, Roll(list_id="2", marked=9, left=21)) == "", "most are not marked yet"
    assert told.line(guide, Roll(list_id="2", marked=30, left=0)) == "", "there are no others"
    guide.did(GuideStep.MARK, "1")
    assert told.line(guide, Roll(list_id="1", marked=8)) == short


def test_only_the_roll_of_the_class_that_is_on_is_guided_and_nobody_is_marked_where_everybody_is():
    guide = Guide()
    guide.did(GuideStep.CALL)
    assert told.line(guide, Roll(list_id="1", marked=30, left=0)) == ""
    assert told.line(guide, Roll(list_id="1", marked=5, left=25, is_on=False)) == ""
    assert agenda.list_is_on(replace(LISTED, date=NOW - timedelta(minutes=80)), NOW)
    assert agenda.list_is_on(replace(LISTED, date=NOW + timedelta(minutes=30)), NOW)
    assert not agenda.list_is_on(replace(LISTED, date=NOW - timedelta(days=7)), NOW)


def test_a_command_that_came_to_nothing_has_tried_nothing():
    assert guided.tried(Notice.NO_MATCH) is None


def test_away_from_the_class_that_is_on_the_guide_says_how_to_get_there_and_nothing_of_enter():
    assert "Enter calls the roll" in told.on_groups(Guide(), at_class=True)
    elsewhere = told.on_groups(Guide(), at_class=False)
    assert elsewhere == "Demo: nothing leaves this computer. Home goes to the class now."
    begun = Guide()
    begun.did(GuideStep.CALL)
    assert told.on_groups(begun, at_class=False) == ""
