"""Programs for the maintainers of the course: refresh, text, contract."""
