"""The pinned LaLonde data as arrays."""

import numpy as np

from tests.reference.cases import columns

COVARIATES = ("age", "educ", "black", "hisp", "married", "nodegree", "re74", "re75")


class Lalonde:
    """Trainees, comparison persons, eight covariates and earnings in 1978."""

    def __init__(self, file):
        data = {name: np.array(column) for name, column in columns(file).items()}
        data["black"] = data["race"] == "black"
        data["hisp"] = data["race"] == "hispan"
        self.pilot = data["treat"] == "1"
        self.earnings = data["re78"].astype(float)
        self.covariates = np.column_stack(
            [data[name].astype(float) for name in COVARIATES]
        )

    def column(self, name):
        return self.covariates[:, COVARIATES.index(name)]
