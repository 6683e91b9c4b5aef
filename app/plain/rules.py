"""The rules of a group, question by question."""

from __future__ import annotations

from app.domain.group_rules import GroupRules
from app.domain.model import GroupKey
from app.i18n import gettext
from app.keymap import keys
from app.messages import roll
from app.messages.rule_fields import FIELDS, ChoiceField, Field, NumberField
from app.plain.talk import Talk
from app.roll.decisions import Decisions
from app.roll.outcomes import Notice, ReadOnly
from app.workspace.workspace import Workspace


class RulesTalk:
    """Asks for each rule; an empty answer leaves it as it is. All of them are kept at the end."""

    def __init__(self, workspace: Workspace, talk: Talk) -> None:
        """Keep them in the store of this workspace."""
        self._workspace, self._talk = workspace, talk

    def ask(self, group: GroupKey) -> None:
        """Answer with the rules of a group, and ask for other ones."""
        stored = self._workspace.register.rules
        self._talk.answer(gettext("Rules of the group, kept on this computer"))
        before = rules = stored.of(group)
        for field in FIELDS:
            rules = self._asked(field, rules)
        if rules == before:
            return
        kept = Decisions(self._workspace).write(lambda: stored.keep(group, rules))
        told = roll.told(kept) if isinstance(kept, (Notice, ReadOnly)) else gettext("Rules saved.")
        self._talk.say(told)

    def _asked(self, field: Field, rules: GroupRules) -> GroupRules:
        """Ask until the answer is one, and return the rules with it."""
        self._talk.say(field.explained(rules))
        if isinstance(field, ChoiceField):
            words = [gettext(word) for word in field.choices(rules).values()]
            self._talk.say(*(f"{number}  {word}" for number, word in enumerate(words, 1)))
        label, shown = gettext(field.label), field.shown(rules)
        question = gettext("{label}, {key} for {value}").format(label=label, key=keys.name_of("enter"), value=shown)
        if isinstance(field, NumberField):
            question = gettext("{question}, - for none").format(question=question)
        while text := self._talk.line(question):
            answered = field.written(rules, text) if isinstance(field, NumberField) else _chosen(field, rules, text)
            if answered is not None:
                return answered
            self._talk.say(gettext("That is not possible."))
        return rules


def _chosen(field: ChoiceField, rules: GroupRules, text: str) -> GroupRules | None:
    choices = list(field.choices(rules))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
    return choices[number - 1] if 0 < number <= len(choices) else None
