"""Choosing the order of a roll."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.roll_order import Arrangement, Order
from app.i18n import N_, gettext, pgettext
from app.keymap import keys
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question

_WORDS = {
    Order.SURNAME: N_("surname"),
    Order.FIRST_NAME: N_("first name"),
    Order.NUMBER: N_("number"),
    Order.AS_GIVEN: N_("as in USOS"),
    Order.UNMARKED: N_("unmarked first"),
    Order.RANDOM: N_("random"),
}


def question(now: Arrangement, chosen: Callable[[Order], None], dropped: Callable[[], None]) -> Question:
    """Return what to ask; a digit chooses."""
    orders = dict(zip("123456", Order, strict=True))

    def catch(key: str, _: str) -> bool:
        if key in orders:
            chosen(orders[key])
        return key in orders

    short = {
        Order.FIRST_NAME: pgettext("order", "first"),
        Order.AS_GIVEN: "USOS",
        Order.UNMARKED: gettext("unmarked"),
    }
    items = [
        KeyItem(
            key=digit,
            word=gettext(_WORDS[order]),
            available=order is not now.order or bool(now.seed),
            short=short.get(order),
        )
        for digit, order in orders.items()
    ]
    items.append(KeyItem(key=keys.name_of("escape"), word=gettext("cancel")))
    label = gettext("Order of the roll (now: {order}):").format(order=told(now))
    return Question(label=label, items=tuple(items), accepted=lambda _: None, dropped=dropped, catch=catch, line=False)


def told(arrangement: Arrangement) -> str:
    """Return an order in a word or two, the random one with its seed."""
    word = gettext(_WORDS[arrangement.order])
    return f"{word} {arrangement.seed}" if arrangement.order is Order.RANDOM else word
