"""The screen of groups: the class that is on, today's others, what is not finished, and what the lecturer teaches."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key as KeyEvent
from textual.events import Resize

from app.domain import agenda
from app.domain.model import Group, Lesson, ListOverview
from app.i18n import N_, clock_time, drawable, gettext, long_date, short_date
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import groups, guide, lessons, marks
from app.sync.events import ActionEnded, ReadingEnded, SyncEvent
from app.sync.requests import ReadGroups, Reading, ReadLists, ReadRoll, ReadTimetable, Recreate
from app.tui.groups import bar
from app.tui.groups.calling import Calling
from app.tui.groups.contents import Contents
from app.tui.groups.finding import Finding
from app.tui.groups.preview import TermPreview
from app.tui.groups.rows import More, Overview, Past, PickerRows, creates, is_called, spot
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.preview import beside
from app.workspace.workspace import Workspace

TICK = 20.0  # seconds after which the clock is looked at


class GroupsScreen(StoreScreen[PickerRows]):
    """Shows what there is to call; Enter calls a class or opens a group's lists."""

    PLACE = Place.GROUPS
    SHORT_WORDS: ClassVar[Mapping[str, str]] = {"groups.lists": N_("lists")}

    def __init__(self, workspace: Workspace) -> None:
        """Show what is known, and read it anew."""
        super().__init__(workspace, PickerRows(workspace.register.now(), id="groups"))
        self.state_line.display = False  # there is one line of headings here
        self._preview = TermPreview(workspace, id="preview")
        self._finding = Finding(self)
        self._contents = Contents(workspace.register)
        self._calling = Calling(self)
        self._said = ""  # of what calling the class under the cursor creates
        self._shown: Overview | None = None
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
        yield beside(self.rows, self._preview)

    def on_resize(self, event: Resize) -> None:
        """Show that where there is room for it."""
        self._preview.fit(event.size.width)
        self._show_preview()

    def load(self) -> None:
        """Show what is in the store; what has not changed is not painted anew."""
        query = self._finding.query
        overview = self._contents.found(query) if query else self._contents.everything()
        self._show(replace(overview, empty="" if overview.terms or overview.folded else self._placeholder()))

    def _show(self, overview: Overview) -> None:
        now = self.workspace.register.now()
        midnight = datetime.combine(now + timedelta(days=1), time.min)
        moments = [moment for one in overview.lessons for moment in (one.start, one.finish) if moment > now]
        self._seen, self._until = now, min((*moments, midnight))
        if overview != self._shown:
            self._preview.forget()
            current = self.rows.current if self.rows.moved else None
            self._shown = overview
            self.rows.show(overview, now, spot(current) if current else self._beginning(overview))
            self.show_keys()
        self.show_state()
        self._show_preview()

    def _beginning(self, overview: Overview) -> Hashable:
        """Return where the cursor is until it is moved: on the class that is on, else on the group nearest to now."""
        if overview.card and not self._finding.query:
            return spot(overview.card)
        return self.workspace.register.nearest_group()

    def _placeholder(self) -> str:
        if self._finding.query:
            return gettext("No group matches.")
        if self.is_reading():
            return gettext("Reading your groups from USOS …")
        if self.workspace.owner or any(self.workspace.sync.failure(reading) for reading in self.readings()):
            return gettext("Your groups have not been read yet.")
        return gettext("USOS has no groups of yours. {key}: another account.").format(key=keys.shown("every.accounts"))

    def show_state(self) -> None:
        """Show the day and the time, or what is searched for; and at the right what is being read or waits."""
        now, unsent = self.workspace.register.now(), self.workspace.register.unsent().total
        name, time_now = (gettext("Groups"), "bold"), clock_time(now)
        lefts = [
            Content.assemble(name, (f" · {day}{time_now}", "$foreground-muted"))
            for day in (f"{long_date(now)} · ", f"{short_date(now)} · ", "")
        ]
        if self._finding.query:
            number = sum(len(term.groups) for term in self._shown.terms) if self._shown else 0
            found = f" · {groups.number(number)}" if number else ""
            lefts = [Content.assemble((f"/ {drawable(self._finding.query)}", "bold"), (found, "$foreground-muted"))]
        state = self.sync_content(unsent, settled=gettext("all in USOS"))
        right = Content.assemble((f"{self.workspace.place} · ", "$foreground-muted"), state)
        self.title_line.show(lefts[0], right, shorter=lefts[1:])

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter, or for whose time is shown."""
        trouble, here = self.trouble(), self.workspace.computer_now
        clocks = lessons.clocks(self.workspace.register.now(), here()) if here and not trouble else ""
        told = guide.on_groups(self.workspace.guide, at_class=self.rows.on_card) or clocks
        self.message.stand(trouble or told, Tone.WARNING if trouble else Tone.PLAIN)

    # --- what happens ---

    def follow(self, event: SyncEvent) -> None:
        """Read rolls ahead once all is known; count a roll that was; else as every screen."""
        match event:
            case ReadingEnded(ReadRoll()):
                self.renew_soon()
            case ActionEnded(action):
                error = self.workspace.sync.failure(action)
                if error is not None and isinstance(action, Recreate):
                    self.workspace.register.timetable.drop_draft(action.list_id)
                self.renew()
                self.ended(action, error)
            case _:
                super().follow(event)
        if isinstance(event, ReadingEnded) and event.reading in self.readings() and not self.is_reading():
            self.read_ahead()

    def renew(self) -> None:
        """Show what has changed of the classes and the lists; groups are what they were."""
        if self._shown is not None and not self._finding.query:
            self._show(self._contents.renewed(self._shown))

    def on_screen_resume(self) -> None:
        """Look at the clock, too, after another screen was on top."""
        self._preview.forget()  # the rules of a group may be others
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
            self.renew()
        self.rows.tick(now)
        self.show_state()
        self.show_trouble()

    # --- keys ---

    async def take_key(self, event: KeyEvent) -> bool:
        """Do what a key does here; a question about a class stands only until another key."""
        self._calling.heard(event.key)
        return await super().take_key(event)

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys, Enter with what it does to the row under the cursor."""
        (items,) = super().bar_lines()
        return (bar.with_enter(items, self.rows, self._today()),)

    def bar_keys(self) -> list[Key]:
        """Return the keys that do something here."""
        useless = bar.useless(self.rows, self._today())
        return [key for key in super().bar_keys() if key.id not in useless]

    def arrived(self) -> None:
        """Show the keys of the row the cursor was moved to, then how the term of its group goes."""
        if not self.prompt.question:
            self.show_keys()
        if self.workspace.guide is not None:
            self.show_trouble()  # the guide of the demo speaks of the row
        self._tell_what_it_creates()
        self.call_after_refresh(self._show_preview)  # the key does not wait for it

    def _tell_what_it_creates(self) -> None:
        """Say beforehand that calling the class under the cursor creates its list, and in which mode."""
        row = self.rows.current
        self.message.take_back(self._said)
        if isinstance(row, Lesson) and creates(row, self._today()) and not self.workspace.owner:
            self._said = lessons.creates(row, asks=not agenda.is_on(row, self.workspace.register.now()))
            self.message.whisper(self._said)

    def _today(self) -> date:
        return self.workspace.register.now().date()

    def _show_preview(self) -> None:
        """Show beside the rows, where there is room for it, how the term of the group under the cursor goes."""
        if self._preview.display and self._shown is not None:
            row = self.rows.current
            self._preview.tell(self.rows.group, row if isinstance(row, Lesson) else None, self._shown.so_far)

    def action_details(self) -> None:
        """Show who is near the limit, or hide the names from whoever sees the screen, in all rolls, too."""
        shown = self._preview.turn_details()
        self._show_preview()
        self.say(groups.details(shown=shown, here=self._preview.names(self.rows.group)))

    def action_open(self) -> None:
        """Call the class or the list under the cursor, show the rest of the lists, or the lists of the group."""
        match self.rows.current:
            case Lesson() as lesson if lessons.is_ahead(lesson, self._today()):
                self.navigator.open_lists(lesson.group)
            case Lesson() as lesson:
                self._calling.call(lesson)
            case ListOverview() as one:
                self.navigator.open_roll(one.list.id)
            case More():
                self._contents.all_unfinished = True
                self.renew()
            case Past():
                self._contents.past_terms = True
                self.load()
            case Group() as group:
                self.navigator.open_lists(group)
            case _:
                pass

    def action_lists(self) -> None:
        """Show the lists of the group whose class or list is under the cursor."""
        if self.rows.group is not None:
            self.navigator.open_lists(self.rows.group)

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return the group of the row under the cursor."""
        return self.rows.group, "", ""

    def action_change_mode(self) -> None:
        """Choose the mode of a list that is still to be created."""
        lesson = self.rows.current
        if not isinstance(lesson, Lesson) or lessons.is_ahead(lesson, self._today()):
            self.say(gettext("Here a mode can be chosen only for a class without a list."))
        elif lesson.list is not None:
            self.say(gettext("This class already has a list; change its mode on the lists screen."))
        elif is_called(lesson):
            self.say(gettext("The draft has marks, so its mode is fixed."))
        elif self.may_change():
            chosen = self._contents.choose_mode(lesson)
            self.renew()
            self.say(gettext("Mode of the new list: {mode}.").format(mode=marks.mode_word(chosen)))

    def on_rows_chosen(self) -> None:
        """Do the same for a row that was clicked; a click is no answer to a question."""
        self._calling.drop()
        self.action_open()

    def action_back(self) -> None:
        """Fold again what was unfolded: the older unfinished lists, and past terms."""
        self._contents.fold()
        self.load()

    def action_find(self) -> None:
        """Show only the groups that match what is typed."""
        self.ask(self._finding.question(self._open_found))

    def _open_found(self) -> None:
        if self.rows.group is None:
            self.load()  # nothing was found: all is shown again
        else:
            self.rows.move_to(self.rows.cursor)  # one chose it, and finds it under the cursor when one comes back
            self.action_open()
