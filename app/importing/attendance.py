"""Reports to who was in a class and when: which reading of a date is meant, and which rows are of this class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.frozen import frozen
from app.importing import stamps
from app.importing.presence import Lesson, Presence, Stay, covered, presence
from app.importing.report import Person, Problem, ProblemKind, Report, Session, SignColumn
from app.importing.stamps import Day, DayOrder, Stamp

_AROUND = timedelta(minutes=30)  # before and after a class; what is further off is another meeting
_LONGEST_OPEN = timedelta(hours=2)  # before a class, that somebody whose leave is not told may have come
_MOST_DAYS = 10
_NOTHING = timedelta()


class QuestionKind(StrEnum):
    """What only the lecturer can say of a file."""

    COLUMN = "column"  # two columns of signs fit, or one whose heading says something else
    DAY = "day"  # the file tells no day: is it of this one?
    DAY_ORDER = "day-order"  # 10/6 falls on this day in one reading, and so does 6/10 elsewhere in the file


@frozen
class Question:
    """A question about a file. `columns` are those that fit."""

    file: str
    kind: QuestionKind
    columns: tuple[SignColumn, ...] = ()


@frozen
class Answers:
    """What the lecturer said: the number of the column (from 1), that the day is this one, which number is the day."""

    column: int | None = None
    this_day: bool = False
    order: DayOrder | None = None


@frozen
class Attender:
    """One row of a file that is of this class: somebody, with their stays, or with a sign (None: it has no column)."""

    file: str
    person: Person
    stays: tuple[Stay, ...] = ()
    seen: datetime | None = None
    sign: str | None = None


@frozen
class Reading:
    """One file read for this class.

    `of_class`: it tells of at least half of the class's time; `to_the_end`: it does not stop before the class did.
    """

    report: Report
    attenders: tuple[Attender, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    of_class: bool = False
    to_the_end: bool = True


def attendance(
    reports: Iterable[Report], lesson: Lesson, answers: Mapping[str, Answers] | None = None
) -> list[Reading]:
    """Return what each report says of one class; `answers` are by the names of files."""
    told = answers or {}
    return [_read(report, lesson, told.get(report.name, Answers())) for report in reports]


def together(attenders: Sequence[Attender], lesson: Lesson) -> Presence:
    """Return the presence of one person in the class, from all their rows."""
    seen = max((one.seen for one in attenders if one.seen), default=lesson.start)
    return presence([one.stays for one in attenders], lesson, seen)


def _read(report: Report, lesson: Lesson, answers: Answers) -> Reading:
    if report.columns:
        return _read_signs(report, lesson, answers)
    if not report.people:
        return Reading(report=report, problems=report.problems)
    told = [stamp for person in report.people for session in person.sessions for stamp in _stamps(session)]
    days = [stamp.day for stamp in told if stamp.day] or list(report.days)
    order, questions = _order_of(days, report, lesson, answers)
    if order is None:
        other_day = Problem(ProblemKind.OTHER_DAY, _days_told(days))
        return Reading(report=report, problems=(*report.problems, other_day))
    attenders = [_attender(report, person, order, lesson) for person in report.people]
    kept = [one for one in attenders if any(_is_near(stay, lesson) for stay in one.stays)]
    moments = [moment for one in kept for stay in one.stays for moment in (stay.start, stay.end) if moment]
    seen = min(max([lesson.start, *moments]), lesson.finish)
    spans = [(stay.start or lesson.start, stay.end or lesson.finish) for one in kept for stay in one.stays]
    of_class = bool(kept) and covered(spans, lesson) * 2 >= lesson.length
    problems = list(report.problems)
    if len(kept) < len(attenders):
        problems.append(Problem(ProblemKind.OTHER_MEETINGS))
    if not of_class:
        problems.append(Problem(ProblemKind.OTHER_TIME))
    return Reading(
        report=report,
        attenders=tuple(replace(one, seen=seen) for one in kept),
        problems=tuple(problems),
        questions=questions,
        of_class=of_class and not questions,
        to_the_end=seen >= lesson.finish or all(stay.told is not None for one in kept for stay in one.stays),
    )


def _order_of(
    days: Sequence[Day], report: Report, lesson: Lesson, answers: Answers
) -> tuple[DayOrder | None, tuple[Question, ...]]:
    """Return how dates are read: so that they fall on the day of the class. None: no reading does.

    Beside it stands what has to be asked; until it is answered, a reading is only for show.
    """
    if not days:
        unknown = Question(report.name, QuestionKind.DAY)
        return DayOrder.DAY_FIRST, () if answers.this_day else (unknown,)
    possible = stamps.orders(days)
    fitting = [order for order in possible if any(day.read(order) in lesson.days for day in days)]
    if len(fitting) < 2 or all(day.day_first == day.month_first for day in days):
        return (fitting[0] if fitting else None), ()
    by_name = [order for order in fitting if any(day.read(order) in lesson.days for day in report.days)]
    if answers.order or len(by_name) == 1:
        return answers.order or by_name[0], ()
    return fitting[0], (Question(report.name, QuestionKind.DAY_ORDER),)


def _days_told(days: Iterable[Day]) -> tuple[date, ...]:
    told = list(days)
    possible = stamps.orders(told)
    return tuple(sorted({read for day in told for order in possible if (read := day.read(order))})[:_MOST_DAYS])


def _stamps(session: Session) -> Iterator[Stamp]:
    yield from (stamp for stamp in (session.start, session.end) if stamp)


def _attender(report: Report, person: Person, order: DayOrder, lesson: Lesson) -> Attender:
    stays = tuple(_stay(session, order, lesson) for session in person.sessions)
    return Attender(file=report.name, person=person, stays=stays)


def _stay(session: Session, order: DayOrder, lesson: Lesson) -> Stay:
    start = session.start.near(order, lesson.start) if session.start else None
    end = session.end.near(order, start or lesson.finish) if session.end else None
    if start and end and end < start:
        # without a day the end is after midnight; with one, the clocks were put back or the file is mangled
        after = (
            end + timedelta(days=1) if session.end and session.end.day is None else start + (session.length or _NOTHING)
        )
        end = after
    return Stay(start=start, end=end, length=session.length, certain=session.certain)


def _is_near(stay: Stay, lesson: Lesson) -> bool:
    """Tell whether a stay is of this class, or hardly before or after it; one without times is."""
    if stay.start is None and stay.end is None:
        return stay.length is not None
    start = stay.start or lesson.start
    end = stay.end or (max(lesson.start, start) if start > lesson.start - _LONGEST_OPEN else start)
    return start < lesson.finish + _AROUND and end > lesson.start - _AROUND


def _read_signs(report: Report, lesson: Lesson, answers: Answers) -> Reading:
    days = [day for column in report.columns if (day := _day(column))]
    order_possible = stamps.orders(days)
    fitting = (
        [one for one in report.columns if _falls_on(one, lesson, order_possible)] if days else list(report.columns)
    )
    at_the_time = [one for one in fitting if isinstance(one.day, Stamp) and _is_at(one.day, order_possible, lesson)]
    fitting = at_the_time or fitting
    if not fitting:
        return Reading(report=report, problems=(*report.problems, Problem(ProblemKind.NO_COLUMN, _days_told(days))))
    is_clear = len(fitting) == 1 and fitting[0].about_attendance
    chosen = fitting if is_clear else [one for one in fitting if one.number == answers.column]
    place = report.columns.index(chosen[0]) if len(chosen) == 1 else None
    attenders = (
        Attender(file=report.name, person=one, sign="" if place is None else one.signs[place]) for one in report.people
    )
    question = Question(report.name, QuestionKind.COLUMN, tuple(fitting))
    return Reading(
        report=report,
        attenders=tuple(attenders),
        problems=report.problems,
        questions=(question,) if place is None else (),
        of_class=place is not None,
    )


def _day(column: SignColumn) -> Day | None:
    return column.day.day if isinstance(column.day, Stamp) else column.day


def _falls_on(column: SignColumn, lesson: Lesson, orders: Sequence[DayOrder]) -> bool:
    told = _day(column)
    reads = [read for order in orders if told and (read := told.read(order))]
    if told and not told.year:
        return any((read.month, read.day) == (day.month, day.day) for read in reads for day in lesson.days)
    return any(read in lesson.days for read in reads)


def _is_at(stamp: Stamp, orders: Sequence[DayOrder], lesson: Lesson) -> bool:
    moments = [moment for order in orders if (moment := stamp.near(order, lesson.start))]
    return any(lesson.start - _AROUND <= moment < lesson.finish for moment in moments)
