"""The Polish catalogue and the strings of the code: `python -m tests.catalogues` makes the one follow the other.

A string that is new stays untranslated, which `test_catalogues.py` reports; one that is gone takes its translation with
it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.i18n import CATALOGUES, DOMAIN

APP = CATALOGUES.parent
PO = CATALOGUES / "pl" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")

_ONE_DATE = datetime(2026, 11, 23, tzinfo=UTC)  # the format wants dates; git knows them better
_HEADER = """# Polish texts of rollcall; python -m tests.catalogues brings in what the code has come to say.
msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def known() -> Catalog:
    """The catalogue as it is in the checkout; without one, every string is new."""
    if not PO.exists():
        return Catalog(locale="pl")
    with PO.open("rb") as file:
        return read_po(file, locale="pl", abort_invalid=True)


def texts(source: str) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    """Find what a module says: context, and text or its two forms.

    Babel reads tokens, and before Python 3.12 an f-string is one token, whatever is called in it.
    """
    for node in _in_order(ast.parse(source)):
        match node:
            case ast.Call(ast.Name("gettext" | "N_"), [ast.Constant(str(text))]):
                yield None, text
            case ast.Call(ast.Name("ngettext"), [ast.Constant(str(one)), ast.Constant(str(many)), _]):
                yield None, (one, many)
            case ast.Call(ast.Name("pgettext"), [ast.Constant(str(context)), ast.Constant(str(text))]):
                yield context, text


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)


def refreshed(translations: Catalog) -> Catalog:
    """Every string of the code, in the code's order, with its translation where there is one."""
    catalogue = Catalog(locale="pl", project=DOMAIN, creation_date=_ONE_DATE, revision_date=_ONE_DATE, fuzzy=False)
    for file in sorted(APP.rglob("*.py")):
        if APP / "emulator" in file.parents:
            continue  # a program of its own, which speaks to programmers
        for context, text in texts(file.read_text(encoding="utf-8")):
            translated = translations.get(text, context)
            catalogue.add(text, translated.string if translated else None, context=context)
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The file that people edit; without line numbers, so that a diff shows texts only."""
    file = BytesIO()
    file.write(_HEADER.format(plural_forms=catalogue.plural_forms).encode())
    write_po(file, catalogue, width=100, no_location=True, omit_header=True)
    return file.getvalue().rstrip() + b"\n"


def as_mo(catalogue: Catalog) -> bytes:
    """The file that the program reads."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def ids(message: Message) -> tuple[str, ...]:
    """The English text: one form, or two."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    """The Polish text: one form, or three."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def main() -> None:
    """Refresh both files and tell what is still to be translated."""
    catalogue = refreshed(known())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalogue))
    MO.write_bytes(as_mo(catalogue))
    print(f"{len(catalogue)} texts")
    for message in catalogue:
        if not all(forms(message)):
            print(f"to be translated: {ids(message)[0]}")


if __name__ == "__main__":
    main()
