"""What one student's rows say: long enough, too short, near the share, a sign; and what would be written of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from app.domain import late
from app.domain.frozen import frozen
from app.domain.model import Mark, Mode, Record
from app.importing import signs
from app.importing.attendance import Attender
from app.importing.presence import Lesson, Presence
from app.importing.signs import Meaning, Sign

_BORDER = timedelta(minutes=5)  # around the share, where the lecturer decides


class Why(StrEnum):
    """Why something is proposed, or why nothing is."""

    LONG_ENOUGH = "long-enough"
    TOO_SHORT = "too-short"
    NEAR_SHARE = "near-share"
    SIGN = "sign"
    NOT_IN_REPORT = "not-in-report"
    BLANK = "blank"  # the student's cell is empty, which says nothing
    UNKNOWN_SIGN = "unknown-sign"
    SIGNS_DIFFER = "signs-differ"  # two rows or files say different things
    MODE_FORBIDS = "mode-forbids"  # the list cannot hold the mark that the sign means
    ROW_OPEN = "row-open"  # a row that is asked about may be this student's
    QUESTION_OPEN = "question-open"  # about the file
    OPEN_END = "open-end"  # when they left is not told: the end of the class is taken
    OVERLAP = "overlap"  # two rows at once: two devices or two people
    MAY_BE_IN_ROOM = "may-be-in-room"
    SIGNS_ONLY = "signs-only"
    FILE_INCOMPLETE = "file-incomplete"
    NOT_OF_CLASS = "not-of-class"


@frozen
class Options:
    """What the lecturer chose.

    `share`: of the class, from 0 to 1, that makes a presence. `late_template`: the words for late arrivals with
    `late.MINUTES` in them. `late_from`: minutes from which they are written.
    """

    late_template: str
    share: float = 0.5
    late_from: int = 1


@frozen
class Judgement:
    """What rows say of a student: `record` is what they propose, None where nothing; `is_open`: a question is open."""

    record: Record | None
    if_present: Record
    why: tuple[Why, ...]
    is_open: bool = False


@frozen
class Judge:
    """What is the same for all students of a list.

    `asked_files`: names of files about which there is a question. `may_be_absent`: whether absence may be proposed for
    not being there, or not long enough.
    """

    mode: Mode
    lesson: Lesson
    options: Options
    asked_files: frozenset[str]
    may_be_absent: bool

    def judge(
        self, now: Record, attenders: Sequence[Attender], presence: Presence | None, *, may_have_row: bool
    ) -> Judgement:
        """Return what a student's rows say.

        Args:
            now: what stands for the student; its comment is kept beside what is written.
            attenders: the student's rows.
            presence: what they tell of times, all together.
            may_have_row: whether a row that is asked about may be the student's.
        """
        if_present = self._present(now, presence)
        if any(one.file in self.asked_files for one in attenders):
            return Judgement(record=None, if_present=if_present, why=(Why.QUESTION_OPEN,), is_open=True)
        told = [self._by_presence(now, presence)] if presence else []
        told += [self._by_sign(now, one) for one in attenders if one.sign is not None]
        told = [one for one in told if one.why != (Why.BLANK,)] or told[:1]
        if not told and may_have_row:
            return Judgement(record=None, if_present=if_present, why=(Why.ROW_OPEN,), is_open=True)
        if not told:
            return Judgement(record=self._absent(now), if_present=if_present, why=(Why.NOT_IN_REPORT,))
        if len({one.record and one.record.mark for one in told}) > 1:
            return Judgement(record=None, if_present=if_present, why=(Why.SIGNS_DIFFER,), is_open=True)
        return told[-1]

    def _by_presence(self, now: Record, presence: Presence) -> Judgement:
        share = self.lesson.length * self.options.share
        if_present = self._present(now, presence)
        notes = (*((Why.OPEN_END,) if presence.open_end else ()), *((Why.OVERLAP,) if presence.overlaps else ()))
        if presence.least > share + _BORDER or presence.least >= self.lesson.length:
            return Judgement(record=if_present, if_present=if_present, why=(Why.LONG_ENOUGH, *notes))
        if presence.most < share - _BORDER:
            return Judgement(record=self._absent(now), if_present=if_present, why=(Why.TOO_SHORT, *notes))
        return Judgement(record=None, if_present=if_present, why=(Why.NEAR_SHARE, *notes))

    def _by_sign(self, now: Record, attender: Attender) -> Judgement:
        sign = signs.sign(attender.sign or "")
        if_present = self._present(now, None)
        if not attender.sign:
            return Judgement(record=None, if_present=if_present, why=(Why.BLANK,))
        if sign is None:
            return Judgement(record=None, if_present=if_present, why=(Why.UNKNOWN_SIGN,))
        mark = mark_of(sign, self.mode)
        if not self.mode.allows(mark):
            return Judgement(record=None, if_present=if_present, why=(Why.MODE_FORBIDS,))
        record = Record(mark, self._comment(now.comment, sign.late, attender.person.remark))
        return Judgement(record=record, if_present=if_present, why=(Why.SIGN,))

    def _present(self, now: Record, presence: Presence | None) -> Record:
        """Return what is written of somebody who was there; from a call that is a remote presence."""
        if presence is None:
            return Record(_implied(self.mode), now.comment)
        minutes = presence.late if presence.late and presence.late >= self.options.late_from else 0
        return Record(Mark.REMOTE, self._comment(now.comment, minutes, ""))

    def _absent(self, now: Record) -> Record | None:
        return Record(Mark.ABSENT, now.comment) if self.may_be_absent else None

    def _comment(self, comment: str, minutes: int | None, remark: str) -> str:
        """Return the comment that stands, with the minutes of a late arrival (0: none, None: not told) and a remark."""
        if minutes != 0:
            written = late.text(self.options.late_template, minutes)
            comment = late.replaced(comment, written, self.options.late_template)
        if remark and remark not in comment:
            comment = "; ".join(part for part in (comment, remark) if part)
        return comment


def mark_of(sign: Sign, mode: Mode) -> Mark:
    """Return the mark that a sign means in a list of this mode."""
    match sign.meaning:
        case Meaning.PRESENT:
            return _implied(mode)
        case Meaning.REMOTE:
            return Mark.REMOTE
        case Meaning.JUSTIFIED:
            return Mark.JUSTIFIED
        case Meaning.ABSENT:
            return Mark.ABSENT


def _implied(mode: Mode) -> Mark:
    """Return the presence that a sign means: who is on paper in a hybrid list was in the room."""
    return Mark.REMOTE if mode is Mode.REMOTE else Mark.INTRAMURAL
