"""Stands in for google.colab: what it can do without a browser does nothing and is noted in `calls`."""

calls = []

from google.colab import drive, files, output  # noqa: E402, F401
