"""One start that notes the moments between its stages.

`python -m tests.benchmarks.staged NOTED TEXT MODULE [ARGUMENT …]`: NOTED is a file of JSON. `steps`, lists of modules
to import before the program begins, is read from it; `moments`, milliseconds of processor time of the main thread, and
`modules`, those imported by then, are written to it when TEXT is painted.
"""

from __future__ import annotations

import gc
import json
import runpy
import sys
import time
from pathlib import Path


def _import(names: list[str]) -> None:
    for name in names:
        try:
            __import__(name)
        except ImportError:  # of another system, or known by another name than its own
            sys.modules.pop(name, None)


def _start(noted: Path, text: str, module: str, arguments: list[str]) -> None:
    """Run the module as a program, and note what there is to note until the text is painted."""
    steps: list[list[str]] = json.loads(noted.read_text(encoding="utf-8"))["steps"]
    if module == "app":
        gc.disable()  # as the program itself does before most of its imports
    moments = [time.thread_time()]
    for names in steps:
        _import(names)
        moments.append(time.thread_time())
    _watch(noted, text, moments)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__")


def _watch(noted: Path, text: str, moments: list[float]) -> None:
    from textual.app import App  # noqa: PLC0415 - Textual's own imports are one of the stages
    from textual.css.stylesheet import Stylesheet  # noqa: PLC0415 - as above
    from textual.drivers.linux_driver import LinuxDriver  # noqa: PLC0415 - as above

    run, parse, write = App.run, Stylesheet.parse, LinuxDriver.write
    after_imports = len(moments)

    def noting_run(self: App[object], *given: object, **more: object) -> object:
        moments.append(time.thread_time())
        return run(self, *given, **more)  # type: ignore[arg-type]

    def noting_parse(self: Stylesheet) -> None:
        parse(self)
        if len(moments) == after_imports + 1:
            moments.append(time.thread_time())

    def noting_write(self: LinuxDriver, data: str) -> None:
        write(self, data)
        if text in data and len(moments) == after_imports + 2:
            moments.append(time.thread_time())
            found = {"moments": [1000 * one for one in moments], "modules": _with_files()}
            noted.write_text(json.dumps(found), encoding="utf-8")

    App.run = noting_run  # type: ignore[assignment]
    Stylesheet.parse = noting_parse  # type: ignore[method-assign]
    LinuxDriver.write = noting_write  # type: ignore[method-assign]


def _with_files() -> list[tuple[str, str]]:
    """Return the modules in the order in which they were begun, each with its file, "" where it is built in."""
    return [(name, getattr(module, "__file__", None) or "") for name, module in list(sys.modules.items())]


if __name__ == "__main__":
    _start(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:])
