"""``python -m anyue`` is the command ``anyue``."""

import sys

from anyue.cli import main

if __name__ == "__main__":
    sys.exit(main())
