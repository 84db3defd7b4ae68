"""A notebook that knows nothing of evallib, by the ways that notebooks are reported.

python -m benchmarks.ways.neutral FOLDER papermill|two|forked|forked two|limit

FOLDER holds ``neutral.ipynb`` and ``data/*.csv``, from ``planted``; a page for each of
the files is written to ``FOLDER/pages``.
"""

from __future__ import annotations

import base64
import io
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

CELLS = (
    'data: str = ""',
    """\
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
import statsmodels.formula.api as smf
from IPython.display import display
from scipy.stats import fisher_exact
from statsmodels.duration.survfunc import SurvfuncRight, survdiff
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
""",
    "clients = pd.read_csv(data)\ndisplay(clients.describe().round(1))",
    """\
clients["older"] = clients["age"] >= 45
display(clients.groupby("group")[["age", "days", "work"]].mean().round(2))""",
    'counts = pd.crosstab(clients["group"], clients["work"])\ndisplay(counts)',
    """\
(a, b), (c, d) = counts.loc[["control", "pilot"]].to_numpy()
low, high = confint_proportions_2indep(d, c + d, b, a + b, method="newcomb")
p = fisher_exact([[a, b], [c, d]]).pvalue""",
    """\
display(pd.DataFrame(
    {"difference": [d / (c + d) - b / (a + b)], "low": [low], "high": [high], "p": [p]}
).round(3))""",
    """\
rates = [proportion_confint(b, a + b, method="wilson"),
         proportion_confint(d, c + d, method="wilson")]""",
    """\
figure, axes = plt.subplots(figsize=(5, 3))
axes.bar(["control", "pilot"], [b / (a + b), d / (c + d)])
axes.set_ylabel("in work")
display(figure)
plt.close(figure)""",
    'model = smf.logit("work ~ C(group) + age + education", clients).fit(disp=False)',
    """\
odds = np.exp(model.conf_int())
odds["odds ratio"] = np.exp(model.params)
display(odds.round(2))""",
    """\
figure, axes = plt.subplots(figsize=(5, 3))
axes.errorbar(odds["odds ratio"], range(len(odds)), fmt="o",
              xerr=[odds["odds ratio"] - odds[0], odds[1] - odds["odds ratio"]])
axes.set_xscale("log")
axes.set_yticks(range(len(odds)), odds.index)
display(figure)
plt.close(figure)""",
    """\
curves = {name: SurvfuncRight(own["days"], own["work"])
          for name, own in clients.groupby("group")}""",
    """\
figure, axes = plt.subplots(figsize=(5, 3))
for name, curve in curves.items():
    axes.step(curve.surv_times, 1 - curve.surv_prob, where="post", label=name)
axes.legend()
axes.set_xlabel("days")
display(figure)
plt.close(figure)""",
    """\
chi2, p = survdiff(clients["days"], clients["work"], clients["group"])
print(f"log-rank {chi2:.2f}, p = {p:.3f}")""",
    """\
figure, axes = plt.subplots(figsize=(5, 3))
sns.histplot(clients, x="age", hue="group", ax=axes)
display(figure)
plt.close(figure)""",
    """\
by_education = clients.pivot_table(
    index="education", columns="group", values="work", aggfunc=["size", "mean"]
)
display(by_education.round(2))""",
    """\
figure, axes = plt.subplots(figsize=(5, 3))
sns.pointplot(clients, x="education", y="work", hue="group", errorbar=None, ax=axes)
display(figure)
plt.close(figure)""",
    """\
display(pd.DataFrame({
    "clients": [len(clients)], "in work": [int(clients["work"].sum())],
    "median days": [float(clients["days"].median())],
}))""",
    'print("simulated data")',
)
LIBRARIES = ("seaborn", "statsmodels.formula.api", "statsmodels.duration.survfunc")
PAGE = "<!doctype html><title>{{ name }}</title>{{ outputs | join }}"


def planted(folder: Path, count: int) -> None:
    """The notebook, and ``count`` files of 120 simulated clients."""
    import nbformat
    import numpy as np
    import pandas as pd

    (folder / "data").mkdir(parents=True)
    for number in range(count):
        draw = np.random.default_rng(number)
        pilot = draw.random(120) < 1 / 3
        frame = {
            "group": np.where(pilot, "pilot", "control"),
            "age": draw.integers(18, 64, 120),
            "education": draw.integers(0, 3, 120),
            "days": draw.integers(1, 365, 120),
            "work": (draw.random(120) < 0.2 + 0.2 * pilot).astype(int),
        }
        path = folder / "data" / f"{number:04}.csv"
        pd.DataFrame(frame).to_csv(path, index=False)
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(each) for each in CELLS]
    notebook.cells[0].metadata["tags"] = ["parameters"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata["kernelspec"] = kernel
    nbformat.write(notebook, folder / "neutral.ipynb")


def by_papermill(folder: Path, data: Path) -> None:
    """What a user's script does for one file."""
    import papermill

    executed = folder / "pages" / f"{data.stem}.ipynb"
    done = papermill.execute_notebook(
        folder / "neutral.ipynb",
        executed,
        parameters={"data": str(data)},
        progress_bar=False,
    )
    _publish(done, folder, data)


def by_forked_kernels(folder: Path, data: Path) -> None:
    """The same on kernels forked from a process that has imported the libraries."""
    import nbformat

    from evallib.kernels import forking
    from evallib.kernels.prompt import PromptManager
    from evallib.run.making.execute import _papermill
    from evallib.run.making.limits import Limits
    from evallib.run.making.surroundings import kernel_options

    forking.PRELOADED = LIBRARIES
    limits = Limits.of()
    with tempfile.TemporaryDirectory() as run:
        done = _papermill(
            nbformat.read(folder / "neutral.ipynb", as_version=4),
            {"data": str(data)},
            folder=Path(run),
            limits=limits,
            kernel=kernel_options(folder, Path(run), limits),
        )
        PromptManager.end_all()
    _publish(done, folder, data)


def to_the_limit(folder: Path, data: Path) -> None:
    """The cells as a function of a warm process, and a page without nbconvert."""
    names: dict[str, Any] = {}
    outputs: list[str] = []
    for number, cell in enumerate(CELLS):
        exec(_compiled(cell), names)
        if number == 0:
            names["data"] = str(data)
        names["display"] = lambda shown: outputs.append(_html(shown))
        names["print"] = outputs.append
    page = _template().render(name=data.stem, outputs=outputs)
    (folder / "pages" / f"{data.stem}.html").write_text(page, encoding="utf-8")


@cache
def _compiled(cell: str) -> Any:
    return compile(cell, "cell", "exec")


@cache
def _template() -> Any:
    import jinja2

    return jinja2.Template(PAGE)


def _html(shown: Any) -> str:
    html = shown._repr_html_()
    if html:
        return str(html)
    drawn = io.BytesIO()
    shown.savefig(drawn, format="png", bbox_inches="tight")
    picture = base64.b64encode(drawn.getvalue()).decode()
    return f'<img src="data:image/png;base64,{picture}">'


def _publish(done: Any, folder: Path, data: Path) -> None:
    html, _ = _exporter().from_notebook_node(done)
    (folder / "pages" / f"{data.stem}.html").write_text(html, encoding="utf-8")


@cache
def _exporter() -> Any:
    from nbconvert import HTMLExporter

    return HTMLExporter(exclude_input=True)


def _all(way: Any, folder: Path, workers: int) -> None:
    files = sorted((folder / "data").glob("*.csv"))
    if workers == 1:
        for data in files:
            way(folder, data)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for _ in pool.map(partial(way, folder), files):
            pass


def main(folder: Path, name: str) -> None:
    """Every file by one way; the limit measures itself once it is warm."""
    (folder / "pages").mkdir(exist_ok=True)
    ways = {
        "papermill": (by_papermill, 1),
        "two": (by_papermill, 2),
        "forked": (by_forked_kernels, 1),
        "forked two": (by_forked_kernels, 2),
        "limit": (to_the_limit, 1),
    }
    way, workers = ways[name]
    if way is to_the_limit:
        _all(way, folder, 1)
    began, before = time.perf_counter(), time.process_time()
    _all(way, folder, workers)
    wall, cpu = time.perf_counter() - began, time.process_time() - before
    if way is to_the_limit:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print("measured", wall, cpu, peak)


if __name__ == "__main__":
    main(Path(sys.argv[1]), " ".join(sys.argv[2:]))
