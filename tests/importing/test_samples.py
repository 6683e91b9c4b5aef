"""Every sample of a report is read as the paper beside it says: who was there, how long, and what is asked."""

from app.domain.model import Mark, Mode
from app.importing.attendance import Answers, QuestionKind
from app.importing.judgement import Why
from app.importing.matching import How
from app.importing.proposal import State
from app.importing.report import Format, ProblemKind
from tests.importing.samples import EMAILS, Import, imported, knowing, sample


def of_sample(name: str, mode: Mode = Mode.REMOTE, answers: Answers | None = None) -> Import:
    return imported(sample(name), name, mode=mode, answers=answers)


def test_a_polish_teams_report_with_american_dates_is_read_for_the_sixth_of_october():
    told = of_sample("01-teams-pl-2025.csv")

    assert (told.report.format, told.report.complete, told.report.meetings) == (Format.TEAMS_REPORT, True, 1)
    assert told.who == {
        "Łucja Ąbek": "412001",
        "Agata Białas-Krzętowska": "412002",
        "Staszek Dębowy (Gość)": None,
        "Kamil Wilk": "412014",
        "Thị Thu Hà Nguyễn": "412009",
        "Piotr Paluch": "412011",
        "Eryk Zając": "046017",
        "Marek Obcy": None,
    }
    assert {name: told.told(name) for name in told.rows} == {
        "Łucja Ąbek": "1:32:10",
        "Agata Białas-Krzętowska": "1:27:00",
        "Staszek Dębowy (Gość)": "1:28:54",
        "Kamil Wilk": "0:41:07",
        "Thị Thu Hà Nguyễn": "0:08:05",
        "Piotr Paluch": "0:59:00",
        "Eryk Zając": "0:00:35",
        "Marek Obcy": "0:55:00",
    }
    assert told.asked == {"Staszek Dębowy (Gość)": ("412005",)}
    assert told.of_nobody == ["Marek Obcy"]
    assert told.late["412011"] == 31
    assert told.state("412014") is State.BORDERLINE
    assert Mark.ABSENT not in told.marks.values()  # a row is open


def test_teams_of_2021_has_a_row_for_each_join_and_a_number_for_a_name():
    told = of_sample("03-teams-pl-2021.csv")

    assert told.report.format is Format.TEAMS_REPORT
    assert told.present == {"412007": "1:26:02", "412008": "1:28:00", "412012": "1:20:00"}
    assert told.told("Żaneta Łabędź") == "1:29:00"
    assert "Halina Prusak-Ostoja" not in told.rows
    assert len(told.proposal.rows) == 5


def test_the_teams_list_of_2020_is_open_at_its_end():
    told = of_sample("04-teams-list-2020.csv")

    assert told.report.format is Format.TEAMS_LIST
    assert told.present == {"412001": "1:30:00", "412005": "1:27:50", "046017": "0:01:30", "412006": "0:25:00"}
    assert {one for one in told.present if Why.OPEN_END in told.student(one).why} == {"412001", "412005", "412006"}
    assert told.late["412006"] == 65
    assert told.asked == {"Wilk Kamil": ("412013", "412014")}
    assert Mark.ABSENT not in told.marks.values()


def test_a_wilk_who_joined_twice_and_left_once_was_there_49_minutes_at_least():
    told = imported(
        sample("04-teams-list-2020.csv"), known=knowing(decided=dict.fromkeys(both_rows_of_wilk(), "412013"))
    )

    presence = told.student("412013").presence
    assert presence is not None
    assert (str(presence.least), str(presence.most)) == ("0:49:00", "1:29:00")


def both_rows_of_wilk() -> list[tuple[str, int]]:
    return [("report.csv", 7), ("report.csv", 8)]


def test_an_english_teams_report_that_a_unix_tool_rewrote_has_the_day_first():
    told = of_sample("06-teams-en-2022-utf16be.csv")

    assert told.who == {"Paluch, Piotr Paweł": "412011", "jedrzejczykowna malgorzata": "412007"}
    assert told.told("Paluch, Piotr Paweł") == "1:29:20"
    assert told.present == {"412011": "1:29:08", "412007": "0:24:45"}
    assert told.late["412007"] == 30


def test_zoom_counts_no_waiting_room_and_no_minute_twice():
    told = of_sample("07-zoom-details.csv")

    assert told.report.format is Format.ZOOM
    assert told.present == {
        "412001": "1:30:00",
        "412012": "1:30:00",
        "412007": "1:27:59",
        "412004": "1:14:59",
    }
    assert Why.OVERLAP in told.student("412012").why
    assert told.asked == {"Kamil W.": ("412013", "412014"), "48*****0101": (), "Zoe G ✨ (she/her)": ("412006",)}
    assert (told.told("Kamil W."), told.told("48*****0101"), told.told("Zoe G ✨ (she/her)")) == (
        "1:30:00",
        "1:27:00",
        "1:29:00",
    )


def test_zoom_s_history_has_only_the_rows_of_this_day_and_class():
    told = of_sample("09-zoom-history-many-meetings.csv")

    assert told.report.meetings == 3
    assert told.present == {"412010": "1:30:00", "412011": "1:10:00"}
    assert told.late["412011"] == 20
    assert ProblemKind.OTHER_MEETINGS in told.problems


def test_a_webinar_has_only_those_who_attended():
    told = of_sample("10-zoom-webinar.csv")

    assert told.report.format is Format.ZOOM
    assert told.who == {"Żaneta Łabędź": "412008", "St Dębowy": "412005"}
    assert told.present == {"412005": "1:30:00", "412008": "1:29:00"}


def test_meet_tells_the_day_in_its_file_s_name():
    told = of_sample("11-meet-en (2026-10-06 08_00).csv")

    assert told.report.format is Format.MEET
    assert told.present == {"412001": "1:28:00", "412002": "0:58:00", "046017": "0:03:00"}
    assert told.late["412002"] == 32


def test_meet_without_the_day_in_its_name_is_asked_about():
    told = imported(sample("11-meet-en (2026-10-06 08_00).csv"), "report.csv")
    answered = imported(sample("11-meet-en (2026-10-06 08_00).csv"), "report.csv", answers=Answers(this_day=True))

    assert [question.kind for question in told.proposal.questions] == [QuestionKind.DAY]
    assert told.marks == {}
    assert answered.marks["412001"] is Mark.REMOTE


def test_bigbluebutton_quotes_its_names_badly_and_is_read_all_the_same():
    told = of_sample("13-bbb-pl.csv")

    assert told.report.format is Format.BIGBLUEBUTTON
    assert told.who == {"Łucja Ąbek": "412001", 'Eryk "Zajączek" Zając': "046017", "Jan Cichosz": "412004"}
    assert {name: told.told(name) for name in told.rows} == {
        "Łucja Ąbek": "1:29:52",
        'Eryk "Zajączek" Zając': "1:17:30",
        "Jan Cichosz": "0:44:00",
    }


def test_a_secretary_s_list_in_windows_1250_gives_its_signs():
    told = of_sample("15-list-cp1250.csv", Mode.HYBRID)
    intramural = of_sample("15-list-cp1250.csv", Mode.INTRAMURAL)

    here = dict.fromkeys(("412001", "412003", "412004", "412005", "412009"), Mark.INTRAMURAL)
    absent = dict.fromkeys(("412006", "046017"), Mark.ABSENT)
    assert told.marks == {**here, **absent, "412008": Mark.REMOTE, "412007": Mark.JUSTIFIED}
    assert told.student("412007").proposed is not None
    assert told.student("412007").proposed.comment == "zwolnienie"  # type: ignore[union-attr]
    assert told.student("412002").why == (Why.BLANK,)
    assert told.of_nobody == ["Nieznany Jakub"]
    assert told.rows["Dębowy Stanisław"].how is How.NAME
    assert intramural.student("412008").why == (Why.MODE_FORBIDS,)


def test_an_office_workbook_with_two_columns_of_the_day_is_asked_about():
    asked = of_sample("17-office.xlsx", Mode.HYBRID)
    told = of_sample("17-office.xlsx", Mode.HYBRID, Answers(column=5))

    assert [[column.number for column in question.columns] for question in asked.proposal.questions] == [[5, 6]]
    assert asked.marks == {}
    assert told.marks == {
        "412001": Mark.INTRAMURAL,
        "412002": Mark.JUSTIFIED,
        "412004": Mark.INTRAMURAL,
        "412005": Mark.REMOTE,
        "412006": Mark.ABSENT,
        "412007": Mark.INTRAMURAL,
        "046017": Mark.INTRAMURAL,
    }
    assert told.student("412007").proposed.comment == "late 15 min"  # type: ignore[union-attr]
    assert told.student("412003").why == (Why.BLANK,)


def test_a_report_that_lists_nobody_says_so_and_makes_nobody_absent():
    told = of_sample("19-teams-nobody.csv")

    assert told.report.format is Format.TEAMS_REPORT
    assert told.problems == [ProblemKind.NOBODY]
    assert told.marks == {}


def test_a_chat_is_no_report():
    told = of_sample("20-zoom-chat.txt")

    assert told.report.format is Format.UNKNOWN
    assert told.problems == [ProblemKind.CHAT]
    assert told.proposal.rows == ()


def test_the_extension_for_meet_leaves_open_who_was_still_in_the_call():
    told = of_sample("Meet---abc-defg-hij-2026-10-06.csv")

    assert told.report.format is Format.MEET
    assert told.told("Łucja Ąbek") == "1:29:31"
    assert told.late["412008"] == 15
    assert Why.OPEN_END in told.student("412008").why


def test_addresses_that_usos_gave_are_known_in_any_case_of_letters():
    told = imported(sample("07-zoom-details.csv"), known=knowing(emails=EMAILS))

    assert [row.how for row in told.proposal.rows if row.student_id == "412004"] == [How.EMAIL, How.EMAIL]
