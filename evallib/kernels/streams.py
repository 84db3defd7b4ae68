"""What a kernel prints, handed on without waiting where nothing was printed."""

from __future__ import annotations

from typing import Any

from ipykernel.iostream import OutStream


class PromptStream(OutStream):
    """ipykernel's stream, which wakes another thread and waits for it at every flush.

    A kernel flushes both of its streams five times for every cell, printed or not.
    """

    written = False

    def write(self, string: str) -> Any:
        """Publish a text a little later, or when asked to flush."""
        self.written = True
        return super().write(string)

    def flush(self) -> None:
        """Publish what was written since the last time."""
        if self.written:
            self.written = False
            super().flush()  # type: ignore[no-untyped-call]
