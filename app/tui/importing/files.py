"""Choosing reports: the newest files of the downloads folder, a path typed with completion, or files dropped here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rich.cells import cell_len, set_cell_size
from textual.events import Key, Paste

from app.config import settings
from app.domain import names
from app.domain.frozen import frozen
from app.i18n import drawable, gettext
from app.keymap import keys
from app.keymap.table import Place
from app.messages import reports
from app.sync.requests import Reading
from app.tui import background
from app.tui.background import Finished
from app.tui.importing import title
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.tui.widgets.rows import Piece, Rows, cut
from app.workspace import report_files
from app.workspace.report_files import ReportFile
from app.workspace.workspace import Workspace

_AGE = 15  # cells
_END = 16  # characters at the end of a file's name that stay where it is cut


class FileRows(Rows):
    """Files that can be taken, the newest first."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._files: Sequence[ReportFile] = ()
        self._ages: Sequence[str] = ()
        self._width = 0

    @property
    def current(self) -> ReportFile | None:
        """The file under the cursor, None while there are none."""
        return self._files[self.cursor] if self._files else None

    def show(self, files: Sequence[ReportFile], ages: Sequence[str], placeholder: str) -> None:
        """Show these files, each with how long ago it was written."""
        self._files, self._ages = files, ages
        self._width = max((cell_len(drawable(one.path.name)) for one in files), default=0)
        self.fill(len(files), self.cursor, placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: the file's name, and how long ago it was written."""
        name = drawable(self._files[row].path.name)
        return [
            (f" {_cut_inside(name, min(self._width, width - _AGE - 2))}", "name" if row == self.cursor else ""),
            (f"{self._ages[row]:>{_AGE}}", "faint"),
        ]


@frozen
class _Found:
    """What was looked up on the disk for a text that was typed."""

    typed: str
    completed: str
    names: Sequence[str]


class FilesScreen(StoreScreen[FileRows]):
    """Asks for reports; whoever opened it gets their paths."""

    PLACE = Place.REPORT_FILES

    def __init__(self, workspace: Workspace, list_id: str, then: Callable[[Sequence[Path]], object]) -> None:
        """Ask, and give the chosen paths to `then`; the reports are for this list."""
        super().__init__(workspace, FileRows(id="report-files"))
        self._list_id, self._then = list_id, then
        self._folder = settings.downloads_folder()
        self._newest: Sequence[ReportFile] | None = None  # None until somebody has looked
        self._typed = ""
        self._chosen: Sequence[Path] = ()

    def readings(self) -> tuple[Reading, ...]:
        """Return nothing: all that is shown is on this computer."""
        return ()

    def on_mount(self) -> None:
        """Ask at once, and look at the folder meanwhile: it may be on a slow disk."""
        background.start(self, partial(report_files.newest, self._folder), self._listed, _raise)
        self.ask(
            Question(
                label=gettext("File:"),
                items=(
                    KeyItem(key=keys.name_of("enter"), word=gettext("read it")),
                    KeyItem(key=keys.shown("report_files.complete"), word=gettext("complete")),
                    KeyItem(key=keys.name_of("escape"), word=gettext("back")),
                ),
                accepted=self._accepted,
                dropped=self._leave,
                changed=self._changed,
            )
        )

    def on_finished(self, message: Finished) -> None:
        """Take what was looked up."""
        message.conclude()

    def _listed(self, files: Sequence[ReportFile]) -> None:
        self._newest = files
        self.load()

    # --- what is shown ---

    def load(self) -> None:
        """Show the newest files whose name has what is typed."""
        now = self.workspace.register.now()
        files = [one for one in self._newest or () if names.matches(self._typed, one.path.name)]
        self.rows.show(files, [reports.saved(now - one.at) for one in files], self._placeholder())
        title.show(self.title_line, self.workspace, self._list_id)
        self.show_state()

    def _placeholder(self) -> str:
        if self._newest is None:
            return gettext("Looking in the downloads folder …")
        if _is_path(self._typed):
            return gettext("A path: {key} completes it.").format(key=keys.shown("report_files.complete"))
        return gettext("Nothing to import there. Type a path, or drop a file here.")

    def show_state(self) -> None:
        """Show which folder it is, and what stands beside its files."""
        told = (
            gettext("Choose a report: the newest files in {folder}, and when they were saved"),
            gettext("The newest files in {folder}"),
        )
        full, brief = (text.format(folder=drawable(str(self._folder))) for text in told)
        self.state_line.show(full, shorter=[brief])

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys of the prompt, which is always open."""
        return (self.prompt.question.items if self.prompt.question else (),)

    # --- keys ---

    async def take_key(self, event: Key) -> bool:
        """Move and complete while one types; all else is the prompt's."""
        if event.key in self.actions and not event.is_printable and event.key not in {"enter", "escape"}:
            await self.run_action(self.actions[event.key])
            return True
        return await super().take_key(event)

    def on_paste(self, event: Paste) -> None:
        """Take files that were dropped here at once; other text goes where one types."""
        if paths := report_files.dropped(event.text):
            event.prevent_default()
            self._go_on(paths)

    def on_rows_chosen(self) -> None:
        """Take the file that was clicked."""
        self._accepted("")

    def action_complete(self) -> None:
        """Complete the path as far as it is clear; without one begin with the file under the cursor."""
        self.message.hush()
        if not self._typed and self.rows.current is not None:
            self._put(str(self.rows.current.path))
            return
        typed = self._typed

        def look() -> _Found:
            return _Found(typed, *report_files.completed(typed))

        background.start(self, look, self._completed, _raise)

    def _completed(self, found: _Found) -> None:
        if found.typed != self._typed:
            return  # more was typed meanwhile
        if found.names:
            self.say("  ".join(drawable(name) for name in found.names))
        elif found.completed == found.typed:
            self.say(gettext("No file begins like that."), Tone.WARNING)
        if found.completed != found.typed:
            self._put(found.completed)

    def _put(self, text: str) -> None:
        """Let a text stand where one types."""
        if self.prompt.question is not None:
            self.ask(self.prompt.question, text)
            self._changed(text)

    def _changed(self, text: str) -> None:
        self._typed = text
        self.load()

    # --- the choice ---

    def _accepted(self, text: str) -> None:
        """Take the file whose path was typed, else the one under the cursor."""
        if _is_path(text):
            self._go_on([report_files.typed_path(text)])
        elif self.rows.current is not None:
            self._go_on([self.rows.current.path])
        elif text:
            self._go_on([report_files.typed_path(text)])

    def _go_on(self, paths: Sequence[Path]) -> None:
        """Leave with these; where one is no file, say so and stay."""
        self._chosen = paths
        background.start(self, partial(report_files.missing, paths), self._checked, _raise)

    def _checked(self, missing: Path | None) -> None:
        if missing is not None:
            self.say(reports.not_there(missing), Tone.WARNING)
        elif self.is_current:
            self.dismiss()
            self._then(self._chosen)

    def _leave(self) -> None:
        self.dismiss()


def _cut_inside(name: str, width: int) -> str:
    """Return a name in that many cells; what is cut stands before its end, where reports have their date."""
    end = f"…{name[-_END:]}"
    room = width - cell_len(end)
    if cell_len(name) <= width or room < _END:
        return cut(name, width)
    return set_cell_size(f"{set_cell_size(name, room).rstrip()}{end}", width)


def _is_path(text: str) -> bool:
    return any(sign in text for sign in "/\\~")


def _raise(error: Exception) -> None:
    raise error
