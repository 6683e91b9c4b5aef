"""What is proposed of a list by reports, why, and what was written of it, in a lecturer's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.model import Mark, Student
from app.i18n import N_, clock_time, drawable, gettext, ngettext, quoted, short_date
from app.importing.attendance import Question, QuestionKind
from app.importing.judgement import Why
from app.importing.matching import How, Matched
from app.importing.presence import Lesson, Presence
from app.importing.proposal import Proposal, StudentProposal
from app.importing.report import SignColumn
from app.importing.stamps import DayOrder
from app.keymap import keys
from app.messages import reports
from app.messages.marks import mark_word
from app.roll.differences import Answer, Choice, Difference, Group, presence_of

_WHY: Mapping[Why, str] = {
    Why.LONG_ENOUGH: N_("long enough"),
    Why.TOO_SHORT: N_("not long enough"),
    Why.NEAR_SHARE: N_("near the limit"),
    Why.SIGN: N_("as in the table"),
    Why.NOT_IN_REPORT: N_("not in the report"),
    Why.BLANK: N_("nothing in the table"),
    Why.UNKNOWN_SIGN: N_("an unknown sign"),
    Why.SIGNS_DIFFER: N_("rows contradict each other"),
    Why.MODE_FORBIDS: N_("this list cannot have that mark"),
    Why.ROW_OPEN: N_("may be in a row to decide"),
    Why.QUESTION_OPEN: N_("first answer the question about the file"),
    Why.OPEN_END: N_("leaving time not given"),
    Why.OVERLAP: N_("two rows at once: two devices or two people"),
    Why.MAY_BE_IN_ROOM: N_("may have been in the room"),
    Why.SIGNS_ONLY: N_("a table says nothing of those who are not in it"),
    Why.FILE_INCOMPLETE: N_("the file is incomplete"),
    Why.NOT_OF_CLASS: N_("the file is probably not for this class"),
}

_GROUPS: Mapping[Group, str] = {
    Group.DECIDE: N_("To decide"),
    Group.WAITING: N_("Waiting for a decision above"),
    Group.SET: N_("Will be marked"),
    Group.SAME: N_("No change"),
    Group.MISSING: N_("Not in the report"),
    Group.OTHERS: N_("Not in this group"),
}

_BY_HEADING = {Group.MISSING: [(Why.NOT_IN_REPORT,)], Group.WAITING: [(Why.ROW_OPEN,), (Why.QUESTION_OPEN,)]}
"""Reasons that the heading of a group says."""

_ANSWERS: Mapping[Answer | DayOrder, str] = {
    Answer.NOBODY: N_("nobody on this list"),
    Answer.KEEP: N_("leave it as it is"),
    Answer.THIS_DAY: N_("it is for this class"),
    DayOrder.DAY_FIRST: N_("the day"),
    DayOrder.MONTH_FIRST: N_("the month"),
}

_HOW: Mapping[How, str] = {
    How.EMAIL: N_("by e-mail address"),
    How.NUMBER: N_("by number"),
    How.ALIAS: N_("as you decided"),
    How.NAME: N_("by name"),
    How.ASK: N_("who is it?"),
    How.NOBODY: N_("nobody on this list"),
}


# --- rows ---


def group(one: Group) -> str:
    """Return the heading of a group of rows."""
    return gettext(_GROUPS[one])


def number(rows: Sequence[Difference]) -> str:
    """Return how many rows the heading of a group counts, and how many beside these are left out."""
    left_out = sum(row.left_out for row in rows)
    if not left_out:
        return f"{len(rows)}"
    return gettext("{number}, left out: {left_out}").format(number=len(rows) - left_out, left_out=left_out)


def why(one: Why) -> str:
    """Return a reason in a few words."""
    return gettext(_WHY[one])


def question(one: Question) -> str:
    """Return a question about a file."""
    file = drawable(one.file)
    match one.kind:
        case QuestionKind.COLUMN:
            return gettext("{file}: which column is for this class?").format(file=file)
        case QuestionKind.DAY:
            return gettext("{file} has no date. Is it for this class?").format(file=file)
        case QuestionKind.DAY_ORDER:
            return gettext("{file}: which comes first in its dates, the day or the month?").format(file=file)


def choice(one: Choice) -> str:
    """Return what a digit chooses."""
    match one:
        case Student():
            return drawable(one.name)
        case Mark():
            return mark_word(one)
        case SignColumn(number, heading):
            return gettext("column {number}, {heading}").format(number=number, heading=drawable(heading) or "–")
        case _:
            return gettext(_ANSWERS[one])


def choices(row: Difference) -> str:
    """Return what can be chosen in a row, each with its digit."""
    return "  ".join(f"{digit} {choice(one)}" for digit, one in row.numbered.items())


def subject(row: Difference) -> str:
    """Return whom or what a row is about, as the list or the file has it."""
    match row.subject:
        case Question():
            return question(row.subject)
        case Matched(attender):
            return drawable(attender.person.name)
        case StudentProposal(student):
            return drawable(student.name)


def called(row: Difference) -> str:
    """Return what the files call a student, empty where that is the student's name in either order."""
    if not isinstance(row.subject, StudentProposal):
        return ""
    names = dict.fromkeys(drawable(one.attender.person.name) for one in row.subject.rows)
    own = sorted(f"{row.subject.student.last_name} {row.subject.student.first_name}".split())
    return ", ".join(name for name in names if sorted(name.split()) != own)


def signs(row: Difference) -> str:
    """Return what a table has beside a name, in quotes; empty where it has nothing, and for a call."""
    match row.subject:
        case StudentProposal(rows=rows):
            told = dict.fromkeys(one.attender.sign for one in rows)
        case Matched(attender):
            told = dict.fromkeys([attender.sign])
        case _:
            return ""
    return ", ".join(quoted(drawable(sign)) for sign in told if sign)


def outcome(row: Difference) -> str:
    """Return what a student has, and what it would become with its comment; empty where there is neither."""
    if not isinstance(row.subject, StudentProposal):
        return ""
    now = row.subject.now.mark
    if row.after is None:
        told = mark_word(now) if now else ""
        return gettext("in the list: {mark}").format(mark=told) if now and row.is_undecided else told
    after = mark_word(row.after.mark)
    told = f"{mark_word(now)} → {after}" if now else after
    added = row.after.comment != row.subject.now.comment
    return f"{told} {quoted(drawable(row.after.comment))}" if added and row.after.comment else told


def line(row: Difference, lesson: Lesson) -> str:
    """Return a row as one line: who, how long, what is proposed, why, and what can be chosen."""
    return ", ".join(part for part in (about(row, lesson), choices(row)) if part)


def about(row: Difference, lesson: Lesson) -> str:
    """Return a row as one line, without what can be chosen."""
    presence = presence_of(row, lesson)
    times = [minutes(presence), span(presence)] if presence else []
    parts = [subject(row), called(row), *times, signs(row), outcome(row), reasons(row)]
    return ", ".join(part for part in parts if part)


def reasons(row: Difference) -> str:
    """Return why a row is as it is."""
    if row.left_out:
        return gettext("left out")
    match row.subject:
        case Question():
            return ""
        case Matched(how=how):
            return gettext("left out") if row.chosen else gettext(_HOW[how])
        case StudentProposal(why=told):
            words = [gettext("your decision")] if row.chosen else [why(one) for one in told]
            if row.is_undecided and told == (Why.SIGN,):
                words = [gettext("the table has another mark")]
            if told in _BY_HEADING.get(row.group, ()):
                words = []
            return ", ".join(words)


def minutes(presence: Presence) -> str:
    """Return how long somebody was there, at least and at most where that differs."""
    least, most = round(presence.least.total_seconds() / 60), round(presence.most.total_seconds() / 60)
    span = f"{most}" if least == most or presence.open_end else f"{least}–{most}"
    return gettext("{number} min").format(number=span)


def span(presence: Presence) -> str:
    """Return from when to when somebody was there, empty where no times are told."""
    if presence.first is None:
        return ""
    end = "…" if presence.open_end or presence.last is None else clock_time(presence.last)
    return f"{clock_time(presence.first)}–{end}"


# --- what will be, and what was written ---


def by_what(proposal: Proposal | None, share: int) -> str:
    """Return by what it is judged: the share of the class where times are told, else the only sign of a table."""
    if proposal is None:
        return ""
    return measure(share, proposal.lesson) if proposal.tells_times else reports.lone_signs(proposal)


def measure(share: int, lesson: Lesson) -> str:
    """Return by what a presence is measured: the share of the class, and how long it takes."""
    length = round(lesson.length.total_seconds() / 60)
    return gettext("present from {share} % of {length} min").format(share=share, length=length)


def no_times() -> str:
    """Return that there is nothing to measure by a share of the class, or by its length."""
    return gettext("The table tells no times, so there is nothing to measure.")


def confirmed(number: int) -> str:
    """Return how many names were confirmed."""
    return ngettext("{number} name", "{number} names", number).format(number=number) if number else ""


def counts(rows: Sequence[Difference]) -> str:
    """Return how many are to decide, and how many will be written."""
    undecided, written = sum(row.is_undecided for row in rows), sum(row.change is not None for row in rows)
    going = ngettext("{number} will be marked", "{number} will be marked", written).format(number=written)
    open_ = ngettext("{number} to decide", "{number} to decide", undecided).format(number=undecided)
    parts = [*((open_,) if undecided else ()), *((going,) if written else ())]
    return " · ".join(parts) or gettext("nothing to write")


def rest(undecided: int, number: int) -> str:
    """Return the question before marks are written, with how many rows are undecided."""
    left = ngettext("{number} row is not decided.", "{number} rows are not decided.", undecided)
    going = ngettext("Write {number} mark?", "Write {number} marks?", number).format(number=number)
    return f"{left.format(number=undecided)} {going}" if undecided else going


def nothing_to_write(proposal: Proposal | None, rows: Sequence[Difference]) -> str:
    """Return why an import would change nothing just now, these being its rows."""
    if proposal is not None and proposal.refused:
        return f"{gettext('There is nothing to write.')} {reports.refused(proposal)}"
    if undecided := sum(row.is_undecided for row in rows):
        left = ngettext("{number} row is not decided.", "{number} rows are not decided.", undecided)
        return f"{gettext('There is nothing to write yet.')} {left.format(number=undecided)}"
    if any(row.group is Group.SAME for row in rows):
        return gettext("There is nothing to write: the list already has all of it.")
    return gettext("There is nothing to write: nothing here would change the list.")


def done() -> str:
    """Return that nothing is left to do, and the key that goes back."""
    return gettext("Nothing is left to do here; {key} goes back.").format(key=keys.shown("import.write"))


def as_kept(read_at: datetime | None) -> str:
    """Return that a list is taken as it is kept here, and as of when."""
    if read_at is None:
        return gettext("The list is used as it is on this computer.")
    told = gettext("The list is used as it was read on {day} at {time}.")
    return told.format(day=short_date(read_at), time=clock_time(read_at))


def list_unknown() -> str:
    """Return that a list, or who is on it, is not known yet."""
    return gettext("This list has never been read here, so it is not known who is on it.")
