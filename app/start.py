"""Where the installed commands begin: while the program is still being read, Ctrl+C ends it without a word."""


def main() -> int:
    """Run the program and return its exit status."""
    try:
        import signal  # noqa: PLC0415 - what takes milliseconds is read where Ctrl+C is heeded

        heeded = signal.getsignal(signal.SIGINT)
        if heeded is signal.default_int_handler:  # else whoever started us wants it ignored
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        from app.__main__ import main as run  # noqa: PLC0415 - it takes a tenth of a second

        signal.signal(signal.SIGINT, heeded)
        return run()
    except KeyboardInterrupt:
        return 130  # Status.INTERRUPTED, which may not have been read yet
