"""`python -m utils.data fetch` and `python -m utils.data verify`."""

import sys

from utils.data import main

sys.exit(main(sys.argv[1:]))
