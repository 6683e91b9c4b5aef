"""The rules of a group, to be changed by the keyboard alone; nothing is kept before Enter."""

from __future__ import annotations

from textual.content import Content
from textual.events import Key

from app.domain.group_rules import GroupRules
from app.domain.model import Group
from app.i18n import gettext
from app.keymap.table import Place
from app.messages import roll
from app.messages.rule_fields import FIELDS, Field, NumberField
from app.roll.decisions import Decisions
from app.roll.outcomes import Notice, ReadOnly
from app.sync.requests import Reading
from app.tui import group_title
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import Tone
from app.tui.widgets.rows import Piece, Rows, cut
from app.workspace.workspace import Workspace

_LABEL = 38  # cells


class RulesRows(Rows):
    """Each rule with its value, and under it what it means."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._rules = GroupRules()

    @property
    def current(self) -> Field:
        """The rule under the cursor."""
        return FIELDS[self.cursor // 2]

    def show(self, rules: GroupRules) -> None:
        """Show these rules."""
        self._rules = rules
        self.fill(2 * len(FIELDS), self.cursor, headings=range(1, 2 * len(FIELDS), 2))

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a rule, or what it means."""
        field = FIELDS[row // 2]
        if row % 2:
            return [(f"   {field.explained(self._rules)}", "faint")]
        in_hand = row == self.cursor
        value = field.shown(self._rules)
        label = cut(gettext(field.label), min(_LABEL, width - 24))
        return [(f" {label}  ", "name" if in_hand else ""), (f"‹ {value} ›" if in_hand else f"  {value}", "accent")]


class RulesScreen(StoreScreen[RulesRows]):
    """Asks for the rules of a group."""

    PLACE = Place.RULES

    def __init__(self, workspace: Workspace, group: Group) -> None:
        """Show the rules of this group."""
        super().__init__(workspace, RulesRows(id="rules"))
        self._group = group
        self._rules: GroupRules | None = None

    def readings(self) -> tuple[Reading, ...]:
        """Return nothing: rules are kept on this machine alone."""
        return ()

    def load(self) -> None:
        """Show the rules as stored, or as they were changed here."""
        group_title.show(self.title_line, self._group, self.workspace.place)
        if self._rules is None:
            self._rules = self.workspace.register.rules.of(self._group.key)
        self.rows.show(self._rules)
        self.show_state()

    def show_state(self) -> None:
        """Show what this is."""
        left = Content.styled(gettext("Rules of the group, kept on this computer"), "$foreground-muted")
        self.state_line.show(left, self.sync_content(self.workspace.register.unsent().total))

    async def take_key(self, event: Key) -> bool:
        """Take a digit as one of the number under the cursor; else as every screen."""
        field = self.rows.current
        if (
            event.character
            and event.character in "0123456789"
            and isinstance(field, NumberField)
            and self._rules is not None
        ):
            self._change(field.typed(self._rules, event.character))
            return True
        return await super().take_key(event)

    def _change(self, rules: GroupRules) -> None:
        self.message.hush()
        self._rules = rules
        self.rows.show(rules)

    def action_step(self, step: int) -> None:
        """Take one more or one less, or another choice."""
        if self._rules is not None:
            self._change(self.rows.current.stepped(self._rules, step))

    def action_percent(self) -> None:
        """Take a percentage in place of a number, or the other way round."""
        field = self.rows.current
        if isinstance(field, NumberField) and self._rules is not None:
            self._change(field.turned(self._rules))

    def action_clear(self) -> None:
        """Take the last digit away, at last the limit."""
        field = self.rows.current
        if isinstance(field, NumberField) and self._rules is not None:
            self._change(field.cleared(self._rules))

    def action_keep(self) -> None:
        """Keep the rules, and go back."""
        rules = self._rules
        if rules is None:
            return
        kept = Decisions(self.workspace).write(lambda: self.workspace.register.rules.keep(self._group.key, rules))
        if isinstance(kept, (Notice, ReadOnly)):
            self.say(roll.told(kept), Tone.WARNING)
        else:
            self.dismiss()

    def on_rows_chosen(self) -> None:
        """Change the rule that was clicked."""
        self.action_step(1)
