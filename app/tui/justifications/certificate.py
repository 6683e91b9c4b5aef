"""A certificate: the days it is for, what it covers in all groups, and what the counts become; then it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.content import Content
from textual.events import Key

from app.domain import date_range
from app.domain.date_input import Span
from app.i18n import drawable, gettext
from app.keymap import keys
from app.keymap.table import Place
from app.messages import justifications, roll
from app.register.justifications import Absence, CoveredGroup
from app.roll.justifying import Justifying
from app.roll.outcomes import Excused, Outcome
from app.sync.requests import Reading
from app.tui import telling
from app.tui.justifications.rows import AbsenceRows
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.workspace.workspace import Workspace

_UNSEEN = 0.3  # seconds after the last Enter in which another one is the same key held down


class CertificateScreen(StoreScreen[AbsenceRows]):
    """Shows what a certificate covers while its days are typed; Enter takes the days, another Enter writes."""

    PLACE = Place.CERTIFICATE

    def __init__(
        self, workspace: Workspace, justifying: Justifying, absence: Absence, then: Callable[[Outcome], None]
    ) -> None:
        """Ask for days, beginning with that of an absence; see `Navigator.open_certificate`."""
        super().__init__(workspace, AbsenceRows(workspace.register.now().date(), id="certificate"))
        self._justifying, self._then = justifying, then
        self.guard_keys(justifying.key_guard, partial(telling.tell, self))
        self._student, day = absence.entry.student, absence.list.date.date()
        self._typed = justifications.typed_day(day)
        self._days: Span | None = (day, day)  # None while what is typed are no days
        self._found: tuple[CoveredGroup, ...] = ()
        self._entered = 0.0

    def readings(self) -> tuple[Reading, ...]:
        """Return nothing: the rolls are read for the screen below."""
        return ()

    def on_mount(self) -> None:
        """Ask for the days at once."""
        self.action_ask_days()

    def load(self) -> None:
        """Show what these days cover, as stored."""
        nothing = justifications.no_days() if self._days is None else gettext("No unexcused absence on these days.")
        excusing = self.workspace.register.excusing
        self._found = excusing.covered(self._student.id, self._days) if self._days else ()
        self.rows.show_groups(self._found, nothing)
        title = Content.styled(drawable(self._student.name), "bold")
        self.title_line.show(title, Content.styled(self.workspace.place, "$foreground-muted"))
        self.show_state()

    def show_state(self) -> None:
        """Show for which days it is, and how much it covers."""
        parts = [gettext("Certificate")]
        if self._days is not None:
            number = justifications.number_covered(self._found)
            parts += [justifications.days(self._days), justifications.absences(number)]
        left = Content.styled(" · ".join(parts), "$foreground-muted")
        self.state_line.show(left, self.sync_content(self.workspace.register.unsent().total))

    # --- its days ---

    def action_ask_days(self) -> None:
        """Ask for the days; what they cover is shown meanwhile."""
        items = (
            KeyItem(key=keys.name_of("enter"), word=gettext("use these days")),
            KeyItem(key=keys.name_of("escape"), word=gettext("back")),
        )
        self.message.hush()
        question = Question(
            label=gettext("Days:"),
            items=items,
            accepted=self._take,
            dropped=self.action_back,
            changed=self._change,
            selected=True,
        )
        self.ask(question, self._typed)
        self.prompt.hint(justifications.such_days())

    def _change(self, text: str) -> None:
        days = self._read(text)
        self.prompt.hint(justifications.days(days) if days else justifications.such_days())
        self._days = days
        self.load()

    def _take(self, text: str) -> None:
        days = self._read(text)
        if days is None:
            self.say(justifications.no_days(), Tone.WARNING)
        elif not self._found:
            self.say(gettext("No unexcused absence on these days."), Tone.WARNING)
        else:
            self._typed, self._entered = text, self.pressed
            self.close_prompt()

    def _read(self, text: str) -> Span | None:
        register = self.workspace.register
        return date_range.read(text, register.now().date(), register.excusing.span())

    # --- writing it ---

    async def obey(self, event: Key) -> bool:
        """Do what a key does here; the Enter that took the days does not go on to write before they can be seen."""
        writes = not self.prompt.question and self.actions.get(event.key) == "write"
        if writes and event.time - self._entered < _UNSEEN:
            self._entered = event.time
            return True
        return await super().obey(event)

    def action_write(self) -> None:
        """Excuse what is covered, as one step, and go back; where nothing could be written stay, and say why."""
        places = [absence.place for group in self._found for absence in group.absences]
        outcome = self._justifying.excuse(places)
        if isinstance(outcome, Excused):
            self.dismiss()
            self._then(outcome)
        else:
            self.load()
            self.say(roll.told(outcome), Tone.WARNING)
