"""Where the command starts. Ctrl-C ends it without a traceback while it is still being loaded."""

import signal

if AT_WORK := signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not so under nohup
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from laicheng_data.cli import app


def main() -> None:
    """Run the command, which answers to Ctrl-C itself."""
    if AT_WORK:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    app(prog_name="laicheng")


if __name__ == "__main__":
    main()
