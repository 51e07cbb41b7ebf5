"""``python -m valleyjump``."""

import sys

from valleyjump.cli import main

if __name__ == "__main__":
    sys.exit(main())
