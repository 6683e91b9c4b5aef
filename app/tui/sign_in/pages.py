"""What stands on the pages of a sign-in: plain words for somebody who has never heard of OAuth."""

from __future__ import annotations

from textual.content import Content

from app.accounts.accounts import Account
from app.accounts.keychain import Kept
from app.accounts.rights import Problem
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import sign_in
from app.tui.links import linked


def key_page(university: str, developers: str, *, opens: bool) -> Content:
    """Return what a consumer key is and where it comes from."""
    copy = keys.shown("sign_in.copy")
    how = gettext("{open} opens that page in the browser, {copy} copies its address.").format(
        open=keys.shown("sign_in.browser"), copy=copy
    )
    return Content.assemble(
        (drawable(university), "bold"),
        "\n\n",
        gettext(
            "USOS needs a key for each program that uses it. Your university gives you one of your own,"
            " at once and for good, on this page:"
        ),
        "\n\n  ",
        linked(drawable(developers), developers, "bold $accent"),
        "\n\n",
        how if opens else gettext("{key} copies that address.").format(key=copy),
        "\n\n",
        gettext("In the form there, type:"),
        "\n",
        *(f"  {field}\n" for field in sign_in.form_fields()),
        "\n",
        gettext(
            "It then shows two long texts, the consumer key and the consumer secret: the name and the"
            " password of this program, not yours. Paste them here one after the other."
        ),
        "\n\n",
        (
            gettext("They stay on this computer, and go nowhere but to this university."),
            "$foreground-muted",
        ),
    )


def waiting_page(what: str) -> Content:
    """Return that something is being asked over the network."""
    return Content.styled(what, "$foreground-muted")


def browser_page(university: str, address: str) -> Content:
    """Return that the browser is open, and that it comes back by itself."""
    return Content.assemble(
        (gettext("Sign in: {university}").format(university=drawable(university)), "bold"),
        "\n\n",
        gettext(
            "Your browser shows a page of your university. Sign in there and give rollcall the access it asks for;"
            " then the program goes on by itself."
        ),
        "\n\n",
        gettext("Nothing has opened? This is the page:"),
        "\n\n",
        linked(address, address, "$accent"),
        "\n\n",
        (
            gettext("Is the browser on another computer? {key} lets you type a PIN instead.").format(
                key=keys.shown("sign_in.pin")
            ),
            "$foreground-muted",
        ),
    )


def pin_page(university: str, address: str, *, opens: bool) -> Content:
    """Return where to sign in, and that a PIN comes out of it."""
    first = (
        gettext("Your browser shows a page of your university.") if opens else gettext("Open this page in a browser:")
    )
    return Content.assemble(
        (gettext("Sign in: {university}").format(university=drawable(university)), "bold"),
        "\n\n",
        first,
        "\n\n",
        linked(address, address, "$accent"),
        "\n\n",
        gettext("Sign in there and give rollcall the access it asks for. The page then shows a PIN; type it here."),
        "\n\n",
        (gettext("{key} copies the address.").format(key=keys.shown("sign_in.copy")), "$foreground-muted"),
    )


def refused_page() -> Content:
    """Return that consent was refused, which is nothing bad."""
    return Content.assemble(
        (gettext("You did not allow it."), "bold"),
        "\n\n",
        gettext(
            "So rollcall cannot use USOS for you, and nothing has changed. {enter} asks once more; {back} goes back."
        ).format(enter=keys.name_of("enter"), back=keys.name_of("escape")),
    )


def done_page(account: Account, problems: tuple[Problem, ...], kept: Kept | None, before: Account | None) -> Content:
    """Return who is signed in, where, with which rights, and where that is kept."""
    parts: list[Content | tuple[str, str] | str] = [
        (gettext("You are signed in."), "bold"),
        "\n\n  ",
        (drawable(account.person), "bold $accent"),
        f"\n  {drawable(account.university)}\n  {account.url}\n\n",
    ]
    if before is not None and before.key != account.key:
        parts += [
            (
                gettext(
                    "That is not {person}, whose marks stay on this computer and are not sent in your name."
                ).format(person=drawable(before.person or before.user_id)),
                "$warning",
            ),
            "\n\n",
        ]
    parts += [
        gettext("You allowed rollcall to see and edit the attendance of your groups ({scope}).").format(
            scope=sign_in.SCOPE
        ),
        "\n",
    ]
    for problem in problems:
        parts += [(sign_in.problem(problem, account), "$warning"), "\n"]
    parts += ["\n", (sign_in.where_kept(kept), "$foreground-muted")]
    return Content.assemble(*parts)


def useless_page(account: Account, problems: tuple[Problem, ...]) -> Content:
    """Return why nothing can be done with this account."""
    parts: list[tuple[str, str] | str] = [
        (drawable(account.person), "bold"),
        f" · {drawable(account.university)}\n\n",
    ]
    for problem in problems:
        parts += [sign_in.problem(problem, account), "\n\n"]
    parts += [(gettext("Nothing was saved. {key} starts over.").format(key=keys.name_of("enter")), "$foreground-muted")]
    return Content.assemble(*parts)
