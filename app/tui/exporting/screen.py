"""Writing a list or a term to a file: what, as what, with what in it, and where to. It is said before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from textual.content import Content

from app.config import settings
from app.domain.model import Group
from app.exporting.files import write_to
from app.exporting.formats import Format
from app.exporting.table import Included
from app.i18n import drawable, gettext
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import exporting
from app.register.export_source import ExportSource, ExportSources
from app.sync.events import ReadingEnded, SyncEvent
from app.sync.requests import Reading, ReadRoll
from app.tui import background, group_title
from app.tui.background import Finished
from app.tui.exporting.rows import ExportRows, Line, Option, Sentence
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.workspace.workspace import Workspace

_ROOMY = 24  # lines of a screen from which what belongs together stands apart


class ExportScreen(StoreScreen[ExportRows]):
    """Asks how to write out one list or the term of its group, and writes it off this thread."""

    PLACE = Place.EXPORT

    def __init__(self, workspace: Workspace, group: Group, list_id: str, *, term: bool) -> None:
        """Begin with the list, or with the term where that is said or no list is given."""
        super().__init__(workspace, ExportRows(id="export"))
        self._group, self._list_id = group, list_id
        self._term = term or not list_id
        self._format = Format.XLSX
        self._included = Included()  # numbers and comments are never there by themselves
        self._typed: Path | None = None
        self._sources = ExportSources(
            workspace.register, workspace.account.person if workspace.account else "", workspace.options.late
        )
        self._source: ExportSource | None = None
        self._of_list = ""  # the list in words, empty where none is known
        self._is_writing = False

    def on_resize(self) -> None:
        """Let what belongs together stand apart, where there is room for it."""
        if self._source is not None:
            self._show()

    # --- what there is to write ---

    def readings(self) -> tuple[Reading, ...]:
        """Return the rolls that are to be written and were never read; where all were, all of them."""
        if self._source is None or self._source.overview is None:
            return (ReadRoll(self._list_id),) if self._list_id else ()
        lists = [one for one in self._source.overview.meetings if one.list is not None and not one.list.is_draft]
        unread = [one for one in lists if one.read_at is None]
        return tuple(ReadRoll(one.list.id) for one in unread or lists if one.list is not None)

    def opening(self) -> tuple[Reading, ...]:
        """Return nothing: the screen below reads its rolls, and what is missing is said here."""
        return ()

    def load(self) -> None:
        """Gather what the store has now, and show it."""
        one = self._sources.of_list(self._list_id) if self._list_id else None
        self._source = self._sources.of_term(self._group.key) if self._term else one
        self._of_list = exporting.subject(one) if one else ""
        self._show()

    def follow(self, event: SyncEvent) -> None:
        """Gather anew when a roll was read; else as every screen."""
        super().follow(event)
        if isinstance(event, ReadingEnded):
            self.load()

    # --- what is shown ---

    def _show(self) -> None:
        source = self._source
        unknown = exporting.title(source) if source else gettext("Nothing is known about it yet.")
        group, before = source.group if source else None, gettext("Write to a file")
        group_title.show(self.title_line, group, self.workspace.place, unknown=unknown, before=before)
        self.rows.show(list(self._lines(source)) if source else [])
        self.show_state()
        self.show_keys()

    def _lines(self, source: ExportSource) -> Iterator[Line]:
        yield _option("subject", exporting.whole_term(), chosen=self._term)
        if self._of_list:
            yield _option("subject", self._of_list, chosen=not self._term)
        between = [Sentence("")] if self.app.size.height >= _ROOMY else []
        yield from between
        for one in Format:
            yield _option(one, chosen=one is self._format)
        if self._format.holds_marks:
            yield from between
            yield _option("numbers", chosen=self._included.numbers, exclusive=False)
            yield _option("comments", chosen=self._included.comments, exclusive=False)
        yield Sentence("")
        for text in exporting.holds(source, self._format, self._included):
            yield Sentence(text)
        for text in exporting.doubts(source) if self._format.holds_marks else ():
            yield Sentence(text, warns=True)
        yield Sentence(gettext("Will be saved as: {file}").format(file=drawable(str(self._file(source)))))
        if self._typed is None:
            yield Sentence(gettext("Where there is a file of that name, a number is added."))

    def _file(self, source: ExportSource) -> Path:
        """Return the file or folder as it was typed, else the usual file."""
        return self._typed or self._usual(source)

    def _usual(self, source: ExportSource) -> Path:
        """Return a file that is named after what is in it."""
        return self._folder() / exporting.file_name(source, self._format)

    def _folder(self) -> Path:
        return self.workspace.export.folder or settings.export_folder()

    def show_state(self) -> None:
        """Show what is chosen, and how much is read of it."""
        left = exporting.subject(self._source) if self._source else ""
        self.state_line.show(
            Content.styled(left, "$foreground-muted"), self.sync_content(self._source.unsent if self._source else 0)
        )

    def bar_keys(self) -> list[Key]:
        """Return the keys that do something now: there is no path to copy before a file was written."""
        return [key for key in super().bar_keys() if key.id != "export.copy" or self.address]

    # --- choosing ---

    def _choose(self) -> None:
        self.message.hush()
        self._show()

    async def action_choose_row(self) -> None:
        """Choose what is under the cursor."""
        option = self.rows.current
        if option is not None and not (option.exclusive and option.chosen):
            await self.run_action(option.action)

    async def on_rows_chosen(self) -> None:
        """Choose what was clicked."""
        await self.action_choose_row()

    def action_turn_subject(self) -> None:
        """Take the whole term in place of one list, or the other way round."""
        if not self._of_list:
            self.say(gettext("No list is selected here; only the whole term can be written."))
            return
        self._term, self._typed = not self._term, None
        self.message.hush()
        self.load()

    def action_choose_format(self, chosen: str) -> None:
        """Write it as this."""
        before, self._format = self._format, Format(chosen)
        if self._typed is not None and self._typed.suffix == before.suffix:
            self._typed = self._typed.with_suffix(self._format.suffix)
        self._choose()

    def action_turn(self, name: str) -> None:
        """Take album numbers or comments into the file, or leave them out."""
        if not self._format.holds_marks:
            self.say(gettext("A sheet that goes round the room has names only."))
            return
        self._included = replace(self._included, **{name: not getattr(self._included, name)})
        self._choose()

    # --- where to ---

    def action_ask_file(self) -> None:
        """Ask for another file or folder."""
        if self._source is None:
            return
        self.message.hush()
        items = (
            KeyItem(key=keys.name_of("enter"), word=gettext("select")),
            KeyItem(key=keys.name_of("escape"), word=gettext("back")),
        )
        label = gettext("File or folder:")
        question = Question(label=label, items=items, accepted=self._file_given, dropped=self.close_prompt)
        self.ask(question, str(self._file(self._source)))

    def _file_given(self, text: str) -> None:
        self.close_prompt()
        try:
            self._typed = exporting.typed_file(text, self._folder())
        except ValueError:
            self.say(gettext("That is not a file name."), Tone.WARNING)
        self._show()

    # --- writing ---

    def action_write(self) -> None:
        """Write the file off this thread: the folder may be on a slow disk, and a term may be large."""
        source = self._source
        if source is None or self._is_writing:
            return
        self._is_writing = True
        self.say(gettext("Writing …"))
        typed, usual, format_, included = self._typed, self._usual(source), self._format, self._included
        delimiter = self.workspace.export.delimiter

        def write() -> Path:
            return write_to(typed, usual, exporting.contents_of(source, format_, included, delimiter))

        background.start(self, write, self._written, self._not_written)

    def on_finished(self, message: Finished) -> None:
        """Tell how the writing has ended."""
        self._is_writing = False
        message.conclude()

    def _written(self, file: Path) -> None:
        self.address = str(file.absolute())
        self.say(exporting.written(file), link=file.absolute().as_uri())
        self.show_keys()

    def _not_written(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self.say(exporting.not_written(error), Tone.WARNING)


def _option(name: str, text: str = "", *, chosen: bool, exclusive: bool = True) -> Option:
    """Return what a key of this page does as an option; without a text, in the words of its help."""
    key = keys.named(f"export.{name}")
    return Option(
        action=key.action, key=key.shown(), text=text or gettext(key.help), chosen=chosen, exclusive=exclusive
    )
