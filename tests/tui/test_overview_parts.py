"""What an overview is painted from, without a screen: columns by width, signs of cells, order, rules, pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from rich.cells import cell_len

from app import i18n
from app.domain.group_rules import NO_LIMITS, AbsenceLimit, GroupRules, JustifyBy, LateWeight
from app.domain.model import AttendanceList, Entry, Group, GroupKey, ListId, Mark, Mode, Phrase, Record, Roll, Standing
from app.domain.model import Student as Person
from app.domain.overview import CellState, Overview, OverviewCell
from app.domain.overview_order import Ordering, Sorting, near_limit
from app.keymap.key import Place
from app.messages import groups, signs
from app.messages import overview as told
from app.messages.rule_fields import FIELDS, ChoiceField, NumberField
from app.register.overview import Known, overview, with_roll
from app.tui.overview import cells
from app.tui.overview.columns import CELL, Field, layout, level, pieces
from app.tui.overview.finding import Finding
from app.tui.overview.foot import of_meeting, of_student
from app.tui.overview.painter import OverviewPainter
from app.tui.widgets.sparks import bar, column, spark

NOW = datetime.fromisoformat("2026-11-23 10:17")
GROUP = Group(GroupKey("1", "3"), "2026/2027-Z", Phrase("Analiza", ""), Phrase("ćwiczenia", ""), students=4)
NAMES = ("Abramowicz", "Bielak", "Czapla", "Dąb")
MARKS = {"P": Mark.INTRAMURAL, "R": Mark.REMOTE, "J": Mark.JUSTIFIED, "A": Mark.ABSENT, ".": None}


def term(*marks: str, rules: GroupRules = NO_LIMITS) -> Overview:
    """The term in which these students had these marks, a letter a week until now; a blank is not in the group."""
    people = [Person(str(number), "Jan", name, "") for number, name in enumerate(NAMES[: len(marks)])]
    rolls = []
    for week in range(len(marks[0])):
        here = [(who, of[week]) for who, of in zip(people, marks, strict=True) if of[week] != " "]
        one = AttendanceList(
            id=ListId(str(week)),
            group=GROUP.key,
            date=NOW - timedelta(weeks=len(marks[0]) - 1 - week),
            mode=Mode.HYBRID,
            owner="",
        )
        rolls.append(Roll(one, tuple(Entry(who, Record(MARKS[sign], "")) for who, sign in here), NOW))
    return overview(GROUP, Known(rolls), rules, NOW)


def with_one_unread(shown: Overview) -> Overview:
    """The same term, when the roll of its first meeting was not read yet."""
    rolls = [
        Roll(one.list, tuple(cell.entry for cell in column if cell.entry), NOW if place else None)
        for place, (one, column) in enumerate(
            zip(shown.meetings, zip(*(one.cells for one in shown.students), strict=True), strict=True)
        )
    ]
    known = Known(rolls, participants=[one.student for one in shown.students])
    return overview(GROUP, known, shown.rules, NOW)


def names(ordering: Ordering, shown: Overview) -> list[str]:
    return [one.student.last_name for one in ordering.of(shown)]


# --- order ---


def test_students_are_sorted_by_name_by_absences_and_by_percent_and_equals_stay_in_the_order_of_the_class():
    shown = term("PPPP", "PAAP", "PPJP", "PAJP")
    assert names(Ordering(), shown) == [*NAMES]
    assert names(Ordering(Sorting.ABSENCES), shown) == ["Bielak", "Dąb", "Czapla", "Abramowicz"]
    assert names(Ordering(Sorting.PERCENT), shown) == ["Bielak", "Dąb", "Czapla", "Abramowicz"]


def test_who_was_in_no_meeting_held_comes_last_by_percent():
    assert names(Ordering(Sorting.PERCENT), term("  ", "AP", "PP")) == ["Bielak", "Czapla"]
    joined = term("P ", "AP", "  ")
    nobody = replace(joined.students[0], percent=None, student=Person("9", "", "Nowy", ""))
    assert names(Ordering(Sorting.PERCENT), replace(joined, students=(nobody, *joined.students)))[-1] == "Nowy"


def test_near_the_limit_are_those_with_one_left_none_left_or_over_it():
    shown = term("PPPP", "APPP", "AAPP", "AAAP", rules=GroupRules(unexcused_limit=2))
    assert names(Ordering(near_limit=True), shown) == ["Bielak", "Czapla", "Dąb"]
    assert near_limit(shown) == 3
    assert [told.limit(one) for one in shown.students] == [
        "may still miss 2",
        "may still miss 1",
        "at the limit",
        "over by 1",
    ]
    assert [told.limit_short(one).strip() for one in shown.students] == ["2", "1", "0 !", "−1 !"]


def test_sorting_goes_round():
    assert [Sorting.NAME.next(), Sorting.ABSENCES.next(), Sorting.PERCENT.next()] == [
        Sorting.ABSENCES,
        Sorting.PERCENT,
        Sorting.NAME,
    ]


# --- columns ---


@pytest.mark.parametrize("width", [59, 79, 99, 119, 159, 199])
def test_columns_and_meetings_fit_whatever_the_width(width: int):
    shown = term(*["P" * 30] * 4, rules=GroupRules(unexcused_limit=2))
    fitted = layout(shown, width)
    assert fitted.pinned + fitted.meetings * CELL <= width
    assert fitted.meetings >= 5
    for one in shown.students:
        for each in fitted.columns:
            told_ = "".join(text for text, _ in pieces(each, one, 1, name_style=""))
            assert len(told_) == each.width, each.field


def test_a_wider_terminal_tells_no_less():
    shown = term(*["P" * 30] * 4, rules=GroupRules(unexcused_limit=2))
    for narrow, wide in pairwise([{one.field for one in layout(shown, width).columns} for width in (59, 79, 99, 119)]):
        assert narrow <= wide


def test_the_heading_of_what_was_attended_names_of_how_many_meetings():
    heads = {one.field: one.head for one in layout(term("PAPP"), 79).columns}
    assert heads[Field.ATTENDED] == ("of 4", "held")
    assert Field.LIMIT not in heads


def test_counts_are_headed_in_whole_words_that_do_not_run_into_the_months():
    heads = {one.field: one.head for one in layout(term("PAPP"), 79).columns}
    assert (heads[Field.UNEXCUSED], heads[Field.ABSENCES]) == (("unexc.", "abs."), ("all", "abs."))
    for width, edge in ((59, " "), (79, "│ "), (119, "│ ")):
        columns = layout(shown := term("PAPP"), width).columns
        line = "".join(text for one in columns for text, _ in pieces(one, shown.students[0], 1, name_style=""))
        assert line.endswith(f"3/4 {edge}" if width < 96 else f" % {edge}")


# --- cells ---


def entered(mark: Mark | None, standing: Standing = Standing.SAVED, *, late: bool = False, made_up: bool = False):
    entry = Entry(Person("1", "", "", ""), Record(mark, ""), standing)
    return OverviewCell(CellState.ENTERED, entry, late=late, made_up=made_up)


def sign(cell: OverviewCell) -> str:
    return "".join(text for text, _ in cells.pieces(cell))


def test_no_two_states_of_a_cell_look_alike_without_colours():
    all_of_them = [
        *(OverviewCell(state) for state in CellState if state is not CellState.ENTERED),
        *(entered(mark) for mark in (*Mark, None)),
        *(entered(Mark.ABSENT, standing) for standing in (Standing.UNSENT, Standing.REFUSED, Standing.CONFLICT)),
        entered(Mark.INTRAMURAL, late=True),
        entered(Mark.ABSENT, made_up=True),
    ]
    signs = [sign(one) for one in all_of_them]
    assert len(set(signs)) == len(all_of_them)
    assert {len(one) for one in signs} == {CELL}
    assert sign(OverviewCell(CellState.NOT_READ)).strip() == "–"


def test_every_sign_of_a_cell_is_told_by_the_help():
    known = " ".join(sign for sign, _ in signs.of(Place.OVERVIEW))
    marked = [entered(Mark.ABSENT, standing) for standing in Standing if standing is not Standing.SAVED]
    late, made_up = entered(Mark.INTRAMURAL, late=True), entered(Mark.ABSENT, made_up=True)
    shown = [sign(one)[2] for one in (*marked, late, made_up)]
    shown += [sign(OverviewCell(CellState.NOT_IN_GROUP)).strip(), sign(OverviewCell(CellState.NOT_READ)).strip()]
    assert [one for one in (*shown, sign(entered(None)).strip()) if one not in known] == []


def test_a_conflict_is_shown_before_what_the_comment_says():
    assert sign(entered(Mark.INTRAMURAL, Standing.CONFLICT, late=True)) == "●P≠ "


def test_what_was_made_up_for_is_among_the_absences_and_outside_a_limit_if_there_is_one():
    (student,) = term("AA").students
    made_up = replace(student, made_up=1)
    assert told.absences(made_up) == "absences: 2 unexcused, 2 in all, 1 of them made up"
    limited = replace(made_up, may_miss=1)
    assert told.absences(limited) == "absences: 2 unexcused, 2 in all, 1 of them made up (not in the limit)"


def test_a_cell_is_told_in_words():
    assert told.cell(entered(Mark.ABSENT, Standing.UNSENT, made_up=True)) == "absent, made up, unsent"
    assert told.cell(entered(None, Standing.UNSENT)) == "no mark, comment waits for a mark"
    assert told.cell(OverviewCell(CellState.NOT_IN_GROUP)) == "not in the group then"


# --- numbers ---


@pytest.mark.parametrize(
    ("part", "of", "shown"), [(0, 9, "0 %"), (1, 250, "1 %"), (8, 9, "89 %"), (997, 1000, "99 %"), (9, 9, "100 %")]
)
def test_a_percentage_is_never_all_or_nothing_where_it_is_not_quite(part: int, of: int, shown: str):
    assert groups.percent(part, of) == shown


@pytest.mark.parametrize(("attended", "shown"), [(5, "63 %"), (7, "88 %"), (1, "13 %"), (3, "38 %")])
def test_half_a_percent_is_always_rounded_up(attended: int, shown: str):
    student = term("P" * attended + "A" * (8 - attended)).students[0]
    assert told.percent_so_far(student) == shown


def test_a_student_of_no_class_has_no_percentage():
    assert told.percent_so_far(term("J", rules=GroupRules(None, None, LateWeight.NONE, False)).students[0]) == "–"


def test_holidays_are_spoken_of_only_where_working_days_are_counted():
    (field,) = (one for one in FIELDS if one.label == "An absence can be excused within")
    told_of = {how: field.explained(replace(NO_LIMITS, justify_by=how)) for how in JustifyBy}
    assert [how for how, words in told_of.items() if "Holidays" in words] == [JustifyBy.WORKING_DAYS_7]


def test_rules_are_told_as_short_as_can_be():
    rules = GroupRules(2, AbsenceLimit(20, percent=True), LateWeight.HALF, excused_count=False)
    assert told.rules(rules) == "unexcused ≤ 2 · all ≤ 20 % · late = ½ · without the excused"
    assert told.rules(GroupRules()) == ""


# --- pictures ---


def test_a_sparkline_has_a_letter_for_each_share_and_a_dot_for_none():
    assert spark([1, 0.5, 0, None]) == "█▅▁·"
    whole = term("PJA.")
    assert spark(map(level, whole.students[0].cells)) == "█▄▁·"


@pytest.mark.parametrize(("share", "lines"), [(1, "████"), (0.5, "  ██"), (0.55, " ▂██"), (0, "   ▁")])
def test_a_column_is_as_high_as_its_share(share: float, lines: str):
    assert "".join(column(share, 4)) == lines


def test_a_bar_shows_who_is_there_and_who_is_to_go_and_is_full_only_where_it_is():
    assert "".join(text for text, _ in bar(13, 15, 30, 10)) == "━━━━░░░░░─"
    assert "".join(text for text, _ in bar(29, 0, 30, 10)) == "━━━━━━━━━─"
    assert "".join(text for text, _ in bar(30, 0, 30, 10)) == "━" * 10
    assert bar(0, 0, 0, 10) == []


# --- rules as a form ---

UNEXCUSED, ALL, LATE, EXCUSED, DAYS, OFFICE = FIELDS


def test_a_number_is_typed_digit_by_digit_and_taken_back_to_no_limit():
    assert isinstance(UNEXCUSED, NumberField)
    rules = UNEXCUSED.typed(UNEXCUSED.typed(GroupRules(), "1"), "2")
    assert (rules.unexcused_limit, UNEXCUSED.shown(rules)) == (12, "12")
    rules = UNEXCUSED.cleared(UNEXCUSED.cleared(rules))
    assert (rules.unexcused_limit, UNEXCUSED.shown(rules)) == (None, "no limit")


def test_a_number_goes_up_and_down_and_below_its_least_there_is_no_limit():
    assert isinstance(OFFICE, NumberField)
    one = OFFICE.stepped(GroupRules(), 1)
    assert (one.notify_at, OFFICE.stepped(one, -1).notify_at) == (1, None)
    assert OFFICE.stepped(GroupRules(), -1) == GroupRules()
    assert UNEXCUSED.stepped(GroupRules(), 1).unexcused_limit == 0


def test_a_number_that_cannot_be_is_not_taken():
    assert isinstance(ALL, NumberField)
    share = GroupRules(all_limit=AbsenceLimit(50, percent=True))
    assert ALL.typed(share, "0") == share
    many = GroupRules(all_limit=AbsenceLimit(200))
    assert ALL.turned(many) == many


def test_the_limit_of_all_is_a_number_or_a_percentage():
    assert isinstance(ALL, NumberField)
    share = ALL.turned(ALL.typed(GroupRules(), "5"))
    assert (share.all_limit, ALL.shown(share)) == (AbsenceLimit(5, percent=True), "5 %")
    assert ALL.typed(share, "0").all_limit == AbsenceLimit(50, percent=True)
    assert ALL.turned(share).all_limit == AbsenceLimit(5)
    assert ALL.cleared(share).all_limit is None


@pytest.mark.parametrize(
    ("field", "of", "values"),
    [
        (LATE, "late_weight", list(LateWeight)),
        (EXCUSED, "excused_count", [True, False]),
        (DAYS, "justify_by", [JustifyBy.DAYS_14, JustifyBy.NEXT_CLASS, JustifyBy.ANY_TIME, JustifyBy.WORKING_DAYS_7]),
    ],
)
def test_a_choice_goes_round(field: ChoiceField, of: str, values: list[object]):
    seen, rules = [], GroupRules()
    for _ in values:
        seen.append(getattr(rules, of))
        assert field.shown(rules)
        rules = field.stepped(rules, 1)
    assert (seen, rules) == (values, GroupRules())
    assert field.stepped(field.stepped(rules, -1), 1) == rules


# --- while rolls are being read ---


def test_what_is_not_true_yet_does_not_look_so():
    whole = term("PPPP", "APAA", rules=GroupRules(unexcused_limit=2))
    partly = with_one_unread(whole)
    assert [told.percent_so_far(one) for one in partly.students] == ["…", "…"]
    assert told.attended(partly.students[0]) == "attended 3 of the 3 classes held and read"
    assert told.attended(partly.students[0], brief=True) == "attended 3 of 3 (…)"
    assert told.limit(partly.students[0]) == "may still miss 2 at most"
    assert [told.limit_short(one).strip() for one in partly.students] == ["≤2", "0 !"]
    heads = [column.head for column in layout(partly, 100).columns if column.field is Field.ATTENDED]
    assert heads == [("of 3", "read")]
    assert told.attended(whole.students[0]) == "attended 4 of the 4 classes held (100 %)"


def test_once_the_last_roll_is_read_all_of_it_is_told():
    whole = term("PPPP", "APAA", rules=GroupRules(unexcused_limit=2))
    partly = with_one_unread(whole)
    entries = tuple(one.cells[0].entry for one in whole.students)
    assert with_roll(partly, Roll(whole.meetings[0].list, entries, NOW), NOW) == whole


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_mark_in_hand_is_told_in_full_and_all_else_gives_way(width: int, language: str):
    i18n.use_language(language)
    shown = term("J" * 9, "A" * 9, "P" * 9, "R" * 9)
    cell = shown.students[0].cells[-1]
    unsent = replace(cell, entry=replace(cell.entry, standing=Standing.UNSENT))
    told, of_all = of_meeting(shown.meetings[-1], unsent, NOW.date(), width)
    assert told.endswith({"en": ": excused, unsent", "pl": ": usprawiedliwiona, niewysłana"}[language])
    assert cell_len(told) + 2 + cell_len(of_all) <= width
    assert width != 80 or "10:17" in of_all, "when it was read, where there is room"


def test_whose_mark_is_in_hand_is_told_before_how_many_classes_they_attended():
    student = term("PP.A").students[0]
    assert of_student(student, alone=False) == [
        "Abramowicz Jan · absences: 1 unexcused, 1 in all · no mark 1 · attended 2 of the 4 classes held (50 %)",
        "Abramowicz Jan · absences: 1 unexcused, 1 in all · no mark 1 · attended 2 of 4 (50 %)",
        "Abramowicz Jan · absences: 1 unexcused, 1 in all · no mark 1",
        "absences: 1 unexcused, 1 in all · no mark 1",
        "absences: 1 unexcused, 1 in all",
    ]
    assert of_student(student, alone=True) == of_student(student, alone=False)[2:]


# --- finding ---


def test_enter_takes_the_match_that_is_told_wherever_the_cursor_was_put_meanwhile():
    painter = OverviewPainter(lambda: NOW, "", "")
    painter.show(term("P", "P", "P"), "")
    told: list[str] = []
    finding = Finding(painter, show=lambda hint, items: told.append(hint), closed=lambda: told.append("closed"))
    question, (first, *_, last) = finding.question(), [one.student for one in painter.rows.students]
    question.changed(last.last_name)
    painter.go_to(first.id)  # an undo that waited for USOS has come to its end
    question.accepted(last.last_name)
    assert told == ["1 of 1", "closed"]
    assert painter.rows.current.student == last
