"""What no parser knows of the command line: exit statuses, variables of the environment, where completions go."""

from __future__ import annotations

from app.cli.status import Status
from app.config import settings

STATUSES = {
    "en": {
        Status.DONE: "done; also if whoever reads what is printed wants no more of it, such as `head`",
        Status.FAILED: "failed; also if it cannot be done at all, such as forgetting an account that is not there",
        Status.USAGE: "wrong usage, or the settings cannot be used",
        Status.UNFINISHED: (
            "unfinished: marks are left (`send`), there is a problem (`doctor`), a row is undecided (`import`) or"
            " something could not be read; what is known was printed"
        ),
        Status.SIGN_IN: "somebody has to sign in; what is known was printed",
        Status.INTERRUPTED: "interrupted",
    },
    "pl": {
        Status.DONE: "wykonano; także gdy program, który czyta wynik, nie chce więcej, np. `head`",
        Status.FAILED: "nie udało się, także gdy to w ogóle niemożliwe, np. usunięcie konta, którego nie ma",
        Status.USAGE: "złe wywołanie albo ustawienia, których nie da się użyć",
        Status.UNFINISHED: (
            "nie wszystko: zostały wpisy (`send`), jest problem (`doctor`), jakiś wiersz jest nierozstrzygnięty"
            " (`import`) albo czegoś nie odczytano; to, co wiadomo, zostało wypisane"
        ),
        Status.SIGN_IN: "trzeba się zalogować; to, co wiadomo, zostało wypisane",
        Status.INTERRUPTED: "przerwano",
    },
}

_BASH = "`rollcall completion bash > ~/.local/share/bash-completion/completions/rollcall`"
_ZSH = (
    "`rollcall completion zsh > ~/.zfunc/_rollcall`",
    "`fpath+=~/.zfunc; autoload -Uz compinit; compinit`",
    "`.zshrc`",
)
_FISH = "`rollcall completion fish > ~/.config/fish/completions/rollcall.fish`"
_POWERSHELL = "`rollcall completion powershell >> $PROFILE`"

COMPLETION = {
    "en": {"bash": _BASH, "zsh": "{}, with {} in {}".format(*_ZSH), "fish": _FISH, "PowerShell": _POWERSHELL},
    "pl": {"bash": _BASH, "zsh": "{0}, a w {2}: {1}".format(*_ZSH), "fish": _FISH, "PowerShell": _POWERSHELL},
}

_CREDENTIALS = ", ".join(f"ROLLCALL_{name.upper()}" for table, name in settings.names() if table == "usos")
_LANGUAGE = "LANGUAGE, LC_ALL, LC_MESSAGES, LANG"
_PROXY = "HTTPS_PROXY, ALL_PROXY, NO_PROXY"
_CERTIFICATES = "SSL_CERT_FILE, SSL_CERT_DIR"
_FOLDERS = "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME"

VARIABLES = {
    "en": {
        _CREDENTIALS: "take precedence over the settings of the same names",
        "ACCESSIBLE": "set to anything but 0, it starts rollcall line by line, as `--plain` does",
        "NO_COLOR": "not empty, it leaves out colours; marks are told apart by letter and sign",
        _LANGUAGE: "the language, unless `--lang`, the settings or the first screen say another",
        _PROXY: "the proxy for https; a USOS on this computer is never asked through one",
        _CERTIFICATES: "a file or a folder of certificates to trust, in place of the usual ones",
        "BROWSER": "what opens web pages, unless it draws in the terminal",
        _FOLDERS: "where settings, marks and reports of crashes are on Linux, instead of in the home folder",
    },
    "pl": {
        _CREDENTIALS: "mają pierwszeństwo przed ustawieniami o tych nazwach",
        "ACCESSIBLE": "inna niż 0 uruchamia rollcall wiersz po wierszu, tak jak `--plain`",
        "NO_COLOR": "niepusta wyłącza kolory; wpisy odróżnia litera i znak",
        _LANGUAGE: "język, o ile `--lang`, ustawienia albo pierwszy ekran nie mówią inaczej",
        _PROXY: "serwer pośredniczący dla https; USOS na tym komputerze nie jest pytany przez żaden",
        _CERTIFICATES: "plik albo folder z zaufanymi certyfikatami, zamiast zwykłych",
        "BROWSER": "co otwiera strony, o ile nie rysuje w terminalu",
        _FOLDERS: "gdzie w Linuksie są ustawienia, wpisy i raporty awarii, zamiast w folderze domowym",
    },
}
