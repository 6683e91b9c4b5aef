"""The words inside exported files: headings, marks, what their signs mean."""

from __future__ import annotations

from app.domain.model import Mark
from app.domain.overview import CellState
from app.exporting.table import Words
from app.i18n import gettext, language, pgettext
from app.keymap import keys
from app.messages import marks

_MADE_UP = "+"  # as in the term on the screen


def words(delimiter: str = "") -> Words:
    """Return them in the language in use; without a delimiter that of spreadsheets in this language."""
    polish = language() == "pl"
    letters = {mark: keys.letter(mark) for mark in Mark}
    named = ", ".join(f"{letters[mark]} {marks.mark_word(mark)}" for mark in Mark)
    legend = gettext(
        "{marks}; {late} late; {made_up} made up; · no mark; – not read yet; / not in the group then; blank: no list."
    )
    of_letters = gettext("{marks}; {made_up} made up; blank: no mark.")
    late = gettext("late").casefold()[0]
    return Words(
        language=language(),
        name=gettext("surname and first name"),
        number=gettext("album number"),
        comment=gettext("comment"),
        in_person=gettext("in person, times"),
        remote=gettext("remote, times"),
        late=gettext("late"),
        all_late=gettext("late, times"),
        excused=gettext("absent, excused"),
        unexcused=gettext("absent, unexcused"),
        all_made_up=gettext("made up (of all absences)"),
        unset=gettext("no mark"),
        held=gettext("classes held"),
        percent=gettext("% of classes held"),
        but_excused=gettext("without those excused"),
        yes=gettext("yes"),
        summary=gettext("Counts"),
        meetings=gettext("Classes"),
        marks={mark: marks.mark_word(mark) for mark in Mark},
        letters=letters,
        late_sign=late,
        made_up=pgettext("absence", "made up"),
        made_up_sign=_MADE_UP,
        states={
            CellState.NOT_IN_GROUP: gettext("not in the group"),
            CellState.NO_LIST: gettext("no list"),
            CellState.NOT_READ: gettext("not read yet"),
        },
        signs={CellState.NOT_IN_GROUP: "/", CellState.NO_LIST: " ", CellState.NOT_READ: "–"},
        legend=legend.format(marks=named, late=late, made_up=_MADE_UP),
        legend_of_letters=of_letters.format(marks=named, made_up=_MADE_UP),
        legend_of_counts=gettext(
            "A class is held once it has begun and its list was read, called or not: uncalled it counts as no mark."
        ),
        ordinal=gettext("No."),
        signature=gettext("signature"),
        decimal="," if polish else ".",
        delimiter=delimiter or (";" if polish else ","),
    )
