"""How long the explorer takes from a choice to the new chart, caption and table: first and later
looks."""

import statistics
import tempfile
import time
from pathlib import Path

from laicheng_data.charts import cache
from laicheng_data.notebook import explorer as explore
from laicheng_data.notebook.explorer import FORMS
from laicheng_data.notebook.page import Page
from laicheng_data.words import LANGUAGES

explore.display = lambda *_, **__: None
explore.is_interactive = lambda: True


def main() -> None:
    """Print the median and the longest time of an update, in seconds of the clock and of the
    processor; nothing that was drawn before this helps."""
    with tempfile.TemporaryDirectory() as folder:
        cache.FOLDER = Path(folder) / "charts"
        _measure()


def _measure() -> None:
    charts = list(dict.fromkeys(form for forms in FORMS.values() for form in forms))
    pages = [Page("laicheng-2016", language) for language in LANGUAGES]
    explore.show(pages[0], charts[0])
    for look in ("first look", "second look"):
        clock, processor = [], []
        for page in pages:
            for form in charts:
                for kinds in ((), ("enterprise", "individual"), ("cooperative",)):
                    started, used = time.perf_counter(), time.process_time()
                    explore.show(page, form, (), kinds)
                    clock.append(time.perf_counter() - started)
                    processor.append(time.process_time() - used)
        for name, seconds in (("clock", clock), ("processor", processor)):
            print(
                f"{look}, {name}: median {statistics.median(seconds):.2f} s, "
                f"longest {max(seconds):.2f} s"
            )


if __name__ == "__main__":
    main()
