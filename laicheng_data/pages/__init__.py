"""Web pages of what ran."""

from laicheng_data.running.plan import without_module

with without_module("rfc3987_syntax"):  # see `plan.import_papermill`; it took most of a page's time
    import nbformat  # noqa: F401
