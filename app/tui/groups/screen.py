"""The screen of groups: the class that is on, today's others, what is not finished, and what the lecturer teaches."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime, time, timedelta

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize

from app.domain import names
from app.domain.model import AttendanceList, Group, Lesson, ListOverview, Mode
from app.i18n import drawable, gettext, language, ngettext
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import lessons, marks
from app.register.term_groups import TermGroups
from app.sync.events import ActionEnded, ReadingEnded, SyncEvent
from app.sync.requests import ReadGroups, Reading, ReadLists, ReadRoll, ReadTimetable, Recreate
from app.tui.groups.preview import ROOMY, Preview
from app.tui.groups.rows import More, Overview, PickerRows, everything, is_called, opens, spot
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.workspace.workspace import Workspace

TICK = 20.0  # seconds after which the clock is looked at
_FEW = 3  # unfinished lists that are shown before they are unfolded


class GroupsScreen(StoreScreen[PickerRows]):
    """Shows what there is to call; Enter calls a class or opens a group's lists."""

    PLACE = Place.GROUPS

    def __init__(self, workspace: Workspace) -> None:
        """Show what is known, and read it anew."""
        super().__init__(workspace, PickerRows(id="groups"))
        self._preview = Preview(id="preview")
        self._query = ""
        self._unfolded = False
        self._shown: Overview | None = None
        self._modes: dict[Hashable, Mode] = {}  # chosen here for lists that are still to be created
        self._seen = self._until = workspace.register.now()  # when it was looked, and when another class is on

    def readings(self) -> tuple[Reading, ...]:
        """Return the groups, how many lists they have, and the timetable from yesterday on."""
        yesterday = self.workspace.register.now().date() - timedelta(days=1)
        return ReadGroups(), ReadLists(), ReadTimetable(yesterday)

    def on_mount(self) -> None:
        """Look at the clock from time to time: another class may be on."""
        self.set_interval(TICK, self._look_at_clock)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The classes that are shown."""
        return self._shown.lessons if self._shown else ()

    # --- showing ---

    def body(self) -> ComposeResult:
        """Lay out the groups, and beside them the term of the one under the cursor."""
        with Horizontal(id="body"):
            yield self.rows
            yield self._preview

    def on_resize(self, event: Resize) -> None:
        """Show that where there is room for it."""
        self._preview.display = event.size.width >= ROOMY

    def load(self) -> None:
        """Show what is in the store; what has not changed is not painted anew."""
        self._show(self._overview())

    def _show(self, overview: Overview) -> None:
        now = self.workspace.register.now()
        midnight = datetime.combine(now + timedelta(days=1), time.min)
        moments = [moment for one in overview.lessons for moment in (one.start, one.finish) if moment > now]
        self._seen, self._until = now, min((*moments, midnight))
        if overview != self._shown:
            current = self.rows.current if self.rows.moved else None
            self._shown = overview
            self.rows.show(overview, now, spot(current) if current else self._beginning(overview))
            self.show_keys()
        self.title_line.show(Content.styled(gettext("Groups"), "bold"), self.workspace.place)
        self.show_state()

    def _beginning(self, overview: Overview) -> Hashable:
        """Return where the cursor is until it is moved: on the class that is on, else on the group nearest to now."""
        if overview.now and not self._query:
            return spot(overview.now)
        return self.workspace.register.nearest_group()

    def _overview(self) -> Overview:
        """Return all there is to show now."""
        register = self.workspace.register
        terms = [
            TermGroups(known.term, known.current, matching)
            for known in register.terms(language())
            if (matching := tuple(group for group in known.groups if names.matches(self._query, everything(group))))
        ]
        counts, empty = register.list_counts(), "" if terms else self._placeholder()
        overview = Overview(terms=terms, list_counts=counts, so_far=register.overviews.so_far(), empty=empty)
        return overview if self._query else self._with_agenda(overview)

    def _with_agenda(self, overview: Overview) -> Overview:
        """Return the same with the classes and the unfinished lists as they are now."""
        timetable = self.workspace.register.timetable
        agenda = timetable.agenda()
        number = len(agenda.unfinished)
        few = number if self._unfolded or number == _FEW + 1 else _FEW  # a row for one more would save none
        return replace(
            overview,
            now=self._with_mode(agenda.now) if agenda.now else None,
            today=tuple(self._with_mode(one) for one in agenda.today),
            gaps=tuple(timetable.tallies([one.list for one in agenda.unfinished[:few]])),
            unfinished=number,
        )

    def _with_mode(self, lesson: Lesson) -> Lesson:
        chosen = self._modes.get(spot(lesson))
        return replace(lesson, mode=chosen) if chosen and lesson.list is None and not is_called(lesson) else lesson

    def _placeholder(self) -> str:
        if self._query:
            return gettext("No group matches.")
        if self.is_reading():
            return gettext("Reading your groups from USOS …")
        if any(self.workspace.sync.failure(reading) for reading in self.readings()):
            return gettext("Your groups have not been read yet.")
        return gettext("USOS has no groups of yours.")

    def show_state(self) -> None:
        """Show what is being read or waits."""
        number = sum(len(term.groups) for term in self._shown.terms) if self._shown else 0
        text = ngettext("{number} group", "{number} groups", number).format(number=number) if number else ""
        if self._query:
            back = gettext("{key} shows all").format(key=keys.shown("groups.back"))
            text = " · ".join(part for part in (text, f"/ {drawable(self._query)}", back) if part)
        unsent = self.workspace.register.unsent().total
        self.state_line.show(Content.styled(text, "$foreground-muted"), self.sync_content(unsent))

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter, or for whose time is shown."""
        trouble, here = self.trouble(), self.workspace.computer_now
        clocks = lessons.clocks(self.workspace.register.now(), here()) if here and not trouble else ""
        self.message.stand(trouble or clocks, Tone.WARNING if trouble else Tone.PLAIN)

    # --- what happens ---

    def follow(self, event: SyncEvent) -> None:
        """Read rolls ahead once all is known; count a roll that was; else as every screen."""
        match event:
            case ReadingEnded(ReadRoll()):
                self._renew()
            case ActionEnded(action):
                error = self.workspace.sync.failure(action)
                if error is not None and isinstance(action, Recreate):
                    self.workspace.register.timetable.drop_draft(action.list_id)
                self._renew()
                self.ended(action, error)
            case _:
                super().follow(event)
        if isinstance(event, ReadingEnded) and event.reading in self.readings() and not self.is_reading():
            self.read_ahead()

    def _renew(self) -> None:
        """Show what has changed of the classes and the lists; groups are what they were."""
        if self._shown is not None and not self._query:
            self._show(self._with_agenda(replace(self._shown, so_far=self.workspace.register.overviews.so_far())))

    def on_screen_resume(self) -> None:
        """Look at the clock, too, after another screen was on top."""
        super().on_screen_resume()
        self._look_at_clock()

    def _look_at_clock(self) -> None:
        """Show another class where it is time for it, and read the new day at midnight."""
        now = self.workspace.register.now()
        if self._covered or self._shown is None:
            return
        if now.date() != self._seen.date():
            self.workspace.sync.want(*self.readings())
        if not self._seen <= now < self._until:
            self._renew()
        self.show_trouble()

    # --- keys ---

    def show_keys(self) -> None:
        """Show the keys of the row under the cursor, and how the term of its group goes."""
        super().show_keys()
        self._preview.show(self.rows.current, self.rows.group, self._shown.so_far if self._shown else {})

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys, Enter with what it does to the row under the cursor."""
        (items,) = super().bar_lines()
        enter = keys.shown("groups.open")
        return (tuple(replace(item, word=opens(self.rows.current)) if item.key == enter else item for item in items),)

    def bar_keys(self) -> list[Key]:
        """Return the keys that do something here; the mode is chosen only of a list that is still to be created."""
        row = self.rows.current
        choosing = isinstance(row, Lesson) and row.list is None
        return [key for key in super().bar_keys() if choosing or key.id != "groups.mode"]

    def arrived(self) -> None:
        """Show the keys of the row the cursor was moved to."""
        if not self.prompt.question:
            self.show_keys()

    def action_open(self) -> None:
        """Call the class or the list under the cursor, show the rest of the lists, or the lists of the group."""
        match self.rows.current:
            case Lesson() as lesson:
                self._call(lesson)
            case ListOverview() as one:
                self.navigator.open_roll(one.list.id)
            case More():
                self._unfolded = True
                self._renew()
            case Group() as group:
                self.navigator.open_lists(group)
            case _:
                pass

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return the group of the row under the cursor."""
        return self.rows.group, "", ""

    def _call(self, lesson: Lesson) -> None:
        """Call a class: its list, or else a draft at once, while the list is being created."""
        if lesson.list is not None and lesson.draft is None:
            self.navigator.open_roll(lesson.list.id)
            return
        from app.messages import roll  # noqa: PLC0415 - the first paint of the groups need not wait for it
        from app.roll.decisions import Decisions  # noqa: PLC0415 - as above

        start = lesson.draft.list.date if lesson.draft else lesson.start
        draft = Decisions(self.workspace).begin_draft(lesson.group.key, start, lesson.mode)
        if isinstance(draft, AttendanceList):
            self.navigator.open_roll(draft.id, creating=True)
        else:
            self.say(roll.told(draft), Tone.WARNING)

    def action_change_mode(self) -> None:
        """Choose the mode of a list that is still to be created."""
        lesson = self.rows.current
        if not isinstance(lesson, Lesson):
            self.say(gettext("Here a mode can be chosen only for a class without a list."))
        elif lesson.list is not None:
            self.say(gettext("This class already has a list; change its mode on the lists screen."))
        elif is_called(lesson):
            self.say(gettext("The draft has marks, so its mode is fixed."))
        elif self.may_change():
            modes = list(Mode)
            self._modes[spot(lesson)] = chosen = modes[(modes.index(lesson.mode) + 1) % len(modes)]
            self._renew()
            self.say(gettext("Mode of the new list: {mode}.").format(mode=marks.mode_word(chosen)))

    def on_rows_chosen(self) -> None:
        """Do the same for a row that was clicked."""
        self.action_open()

    def action_back(self) -> None:
        """Show all groups again after finding, and only the newest of the unfinished lists."""
        self._unfolded = False
        self._search("")
        self._renew()

    def action_find(self) -> None:
        """Show only the groups that match what is typed."""
        items = (
            KeyItem(key=keys.name_of("enter"), word=gettext("lists")),
            KeyItem(key=keys.name_of("escape"), word=gettext("all groups")),
        )
        self.ask(
            Question(
                label="/", items=items, accepted=self._open_found, dropped=self._drop_search, changed=self._search
            ),
            self._query,
        )

    def _search(self, text: str) -> None:
        if text != self._query:
            self._query = text
            self.load()

    def _open_found(self, _: str) -> None:
        self.close_prompt()
        self.action_open()

    def _drop_search(self) -> None:
        self.close_prompt()
        self._search("")
