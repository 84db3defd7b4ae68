"""Cluster-robust covariances: CR0, CR1 and the bias-reduced CR2.

CR2 multiplies each cluster's residuals by (I - H)^(-1/2), H being the cluster's block
of the hat matrix. H has no more directions than there are coefficients, so the root
is the identity plus a matrix of that size between the cluster's rows: only sums of
products within clusters are needed, never a matrix as large as a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from evallib.stats.arrays import FloatArray, IntArray

ClusterRule = Literal["CR0", "CR1", "CR2"]

# A hat value this close to one: the cluster alone fixes that direction, and the
# root is replaced by the pseudo-inverse, which leaves the direction out.
FIXED = 1e-10
# Clusters worked on at once, so that scratch arrays stay small.
SLICE = 2_048


@dataclass(frozen=True, slots=True, eq=False)
class Clustered:
    """Least squares with a covariance that lets persons of a cluster be alike."""

    coefficients: FloatArray
    covariance: FloatArray
    df: FloatArray  # one a coefficient
    residual_variance: float
    bread: FloatArray
    clusters: int
    persons: int
    counted: int  # coefficients that the small-sample factor counts


def least_squares(
    outcome: FloatArray,
    rows: FloatArray,
    cluster: IntArray,
    *,
    rule: ClusterRule,
    absorbed: int = 0,
) -> Clustered:
    """Fit covariate rows to the outcome; ``absorbed`` counts dummies swept out."""
    gram = rows @ rows.T
    _require_full_rank(gram)
    bread = np.asarray(np.linalg.inv(gram), dtype=np.float64)
    coefficients = bread @ (rows @ outcome)
    residuals = outcome - coefficients @ rows
    clusters, counted = int(cluster.max()) + 1, rows.shape[0] + absorbed
    _require_room(outcome.size - counted, clusters)
    scores = _by_cluster(rows * residuals, cluster, clusters)
    if rule == "CR2":
        grams = _grams(rows, cluster, clusters)
        covariance, df = _bias_reduced(grams, scores, bread)
    else:
        factor = 1.0
        if rule == "CR1":
            factor = clusters / (clusters - 1)
            factor *= (outcome.size - 1) / (outcome.size - counted)
        covariance = factor * (bread @ (scores.T @ scores) @ bread)
        df = np.full(coefficients.size, clusters - 1.0)
    return Clustered(
        coefficients=coefficients,
        covariance=covariance,
        df=df,
        residual_variance=float(residuals @ residuals) / (outcome.size - counted),
        bread=bread,
        clusters=clusters,
        persons=outcome.size,
        counted=counted,
    )


def _by_cluster(rows: FloatArray, cluster: IntArray, clusters: int) -> FloatArray:
    """Sums of each row within clusters (clusters × rows)."""
    return np.stack([np.bincount(cluster, row, clusters) for row in rows], axis=1)


def _grams(rows: FloatArray, cluster: IntArray, clusters: int) -> FloatArray:
    """Cross-products of the rows within each cluster."""
    size = rows.shape[0]
    grams = np.empty((clusters, size, size))
    for place, row in enumerate(rows):
        products = _by_cluster(row * rows[: place + 1], cluster, clusters)
        grams[:, place, : place + 1] = products
        grams[:, : place + 1, place] = products
    return grams


def _bias_reduced(
    grams: FloatArray, scores: FloatArray, bread: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """CR2 covariance and Satterthwaite degrees of freedom of each coefficient.

    The degrees of freedom are the squared trace of the estimator's quadratic form
    over the trace of its square; both are sums over clusters, taken slice by slice.
    """
    size = bread.shape[0]
    meat, product = np.zeros((size, size)), np.zeros((size, size, size))
    trace, square = np.zeros((2, size))
    for start in range(0, grams.shape[0], SLICE):
        part = slice(start, start + SLICE)
        gram = grams[part]
        root, full = _roots(gram, bread)
        lifted = gram @ root
        adjusted = scores[part] + (lifted @ scores[part, :, None])[:, :, 0]
        meat += adjusted.T @ adjusted
        pulls = (gram + lifted @ gram) @ bread
        norms = np.sum((gram + gram @ full @ gram) @ bread * bread, axis=1)
        shared = np.sum(bread @ pulls * pulls, axis=1)
        trace += np.sum(norms - shared, axis=0)
        square += np.sum(norms * (norms - 2 * shared), axis=0)
        product += pulls.transpose(2, 1, 0) @ pulls.transpose(2, 0, 1)
    mixed = product @ bread
    square += np.sum(mixed * mixed.transpose(0, 2, 1), axis=(1, 2))
    df = np.divide(trace**2, square, out=np.full(size, np.nan), where=square > 0)
    return bread @ meat @ bread, df


def _roots(grams: FloatArray, bread: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Inner matrices of (I - H)^(-1/2) - I and of (I - H)^(-1) - I, by cluster."""
    factor = np.linalg.cholesky(bread)
    values, vectors = np.linalg.eigh(factor.T @ grams @ factor)
    hat = np.clip(values, 0.0, 1.0)
    free = 1 - hat > FIXED
    open_share = np.where(free, 1 - hat, 1.0)
    # (x^(-1/2) - 1) / (1 - x) without the cancellation where x is close to one.
    by_root = np.where(free, 1 / (np.sqrt(open_share) * (1 + np.sqrt(open_share))), -1)
    by_square = np.where(free, 1 / open_share, -1)
    basis = factor @ vectors
    root, square = (
        (basis * scale[:, None, :]) @ basis.transpose(0, 2, 1)
        for scale in (by_root, by_square)
    )
    return root, square


def _require_full_rank(gram: FloatArray) -> None:
    scale = np.sqrt(np.diag(gram))
    if (
        not np.all(scale > 0)
        or np.linalg.eigvalsh(gram / np.outer(scale, scale))[0] < 1e-10
    ):
        raise ValueError(
            "the design has a column that is constant or a sum of the others, so its "
            "coefficient is not determined; leave it out"
        )


def _require_room(spare: int, clusters: int) -> None:
    if clusters < 2:
        raise ValueError("clusters must hold at least two labels; got one")
    if spare < 1:
        raise ValueError(
            "there are as many coefficients as rows, so nothing is left to judge "
            "their error by"
        )
