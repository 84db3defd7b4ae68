"""``python -m evallib`` is the same as ``evallib``."""

import sys

from evallib.cli.program import main

sys.exit(main())
