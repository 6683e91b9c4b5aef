"""Writing a list or a term to a file, question by question."""

from __future__ import annotations

from collections.abc import Sequence

from app.config import settings
from app.domain.model import GroupKey
from app.exporting.files import write_to
from app.exporting.formats import Format
from app.exporting.table import Included
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import exporting
from app.plain.talk import Talk
from app.register.export_source import ExportSource, ExportSources
from app.workspace.workspace import Workspace

_NOTHING = "-"  # the answer that writes nothing


class ExportTalk:
    """Asks what, as what, with what in it and where to; what the file will hold is said before the last question."""

    def __init__(self, workspace: Workspace, talk: Talk) -> None:
        """Write what this workspace knows."""
        self._workspace, self._talk = workspace, talk
        account = workspace.account
        self._sources = ExportSources(workspace.register, account.person if account else "", workspace.options.late)

    def ask(self, group: GroupKey, list_id: str = "") -> None:
        """Ask and write; the list is offered first where one is given."""
        known = [self._sources.of_list(list_id) if list_id else None, self._sources.of_term(group)]
        offered = [one for one in known if one is not None]
        if not offered:
            self._talk.say(gettext("Nothing is known about it yet."))
            return
        what = offered[self._chosen([exporting.subject(one) for one in offered])]
        format_ = list(Format)[self._chosen([gettext(keys.named(f"export.{one}").help) for one in Format])]
        included = Included()
        if format_.holds_marks:
            numbers = self._is_wanted(gettext("album numbers"))
            included = Included(numbers=numbers, comments=self._is_wanted(gettext("comments")))
        self._talk.say(exporting.title(what), *exporting.holds(what, format_, included))
        if format_.holds_marks:
            self._talk.say(*exporting.doubts(what))
        self._write(what, format_, included)

    def _chosen(self, lines: Sequence[str]) -> int:
        """Return which of these lines is chosen by its number; the first for Enter, and without a question if alone."""
        if len(lines) == 1:
            return 0
        self._talk.say(*(f"{number}  {line}" for number, line in enumerate(lines, 1)))
        question = gettext("Number, or {key} for {number}").format(key=keys.name_of("enter"), number=1)
        while text := self._talk.line(question):
            if text in {str(number) for number in range(1, len(lines) + 1)}:
                return int(text) - 1
            self._talk.say(gettext("That is not possible."))
        return 0

    def _is_wanted(self, what: str) -> bool:
        """Ask whether something is to be in the file; only a clear yes puts it there."""
        question = gettext("Include {what}? {yes}, or {key} for no")
        told = question.format(what=what, yes=gettext("yes"), key=keys.name_of("enter"))
        return (self._talk.line(told) or "").casefold() == gettext("yes")

    def _write(self, what: ExportSource, format_: Format, included: Included) -> None:
        folder = self._workspace.export.folder or settings.export_folder()
        usual = folder / exporting.file_name(what, format_)
        question = gettext("File or folder, {key} for {file}, {nothing} writes nothing")
        text = self._talk.line(question.format(key=keys.name_of("enter"), file=drawable(str(usual)), nothing=_NOTHING))
        if text is None or text == _NOTHING:
            self._talk.say(gettext("Nothing was written."))
            return
        try:
            data = exporting.contents_of(what, format_, included, self._workspace.export.delimiter)
            file = write_to(exporting.typed_file(text, folder), usual, data)
        except ValueError:
            self._talk.say(gettext("That is not a file name."))
        except OSError as error:
            self._talk.say(exporting.not_written(error))
        else:
            self._talk.say(exporting.written(file))
