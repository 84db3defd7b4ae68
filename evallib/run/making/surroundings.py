"""What a kernel is surrounded by: variables, and where its own output goes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from evallib.kernels.forking import ready_template
from evallib.run.making.limits import Limits

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}
KEPT_FROM_KERNELS = ("EVALLIB_KEY_FILE",)
KERNEL_LOG = "kernel.log"
STARTUP = Path("profile_default", "startup", "00-bounds.py")
BOUNDED = """\
import evallib.kernels.bounds
evallib.kernels.bounds.bound_kernel()
del evallib
"""


def kernel_environment() -> dict[str, str]:
    """What every kernel inherits: no key of pseudonyms, and one thread for numbers."""
    inherited = {**os.environ, **ENVIRONMENT}
    for name in KEPT_FROM_KERNELS:
        inherited.pop(name, None)
    return inherited


def kernel_template() -> Path | None:
    """Where kernels are forked, after beginning a process for it if there is none."""
    return ready_template(kernel_environment())


def kernel_options(
    root: Path, folder: Path, limits: Limits, *, forked: bool = True
) -> dict[str, Any]:
    """How the kernel is started.

    A personal IPython profile cannot change a report. Traffic over a port is
    encrypted where the libraries can, which also keeps ipykernel from warning.
    """
    startup = folder / "ipython" / STARTUP
    startup.parent.mkdir(parents=True, exist_ok=True)
    startup.write_text(BOUNDED, encoding="utf-8")
    environment = {
        **kernel_environment(),
        **limits.for_kernel(),
        "EVALLIB_ROOT": str(root),
        "EVALLIB_RUN": str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    return {
        "KernelManager": {"transport_encryption": "auto"},
        "PromptManager": {
            "environment": environment,
            "printed": str(folder / KERNEL_LOG),
            "forked": forked,
        },
    }
