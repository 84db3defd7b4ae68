"""Imported by the process that workers are forked from: what each of them needs."""

from evallib.run.process import lean_imports, spare_libraries

with lean_imports():
    import evallib.run.making.report  # noqa: F401 - imported for what comes

spare_libraries()
