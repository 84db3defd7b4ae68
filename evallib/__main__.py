"""``python -m evallib`` is the same as ``evallib``."""

import sys

from evallib.cli import main

sys.exit(main())
