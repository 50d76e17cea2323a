"""Weights as 8-bit integers, rounded so that little of a vector is lost.

Outliers are what rounding suffers from: one activation thirty times as large as its neighbours
leaves them three bits. So weights and activations are scaled in groups of inputs, and before that
part of an input channel's range is moved from the activations into the weights (SmoothQuant:
Xiao et al. 2023, "SmoothQuant: Accurate and Efficient Post-Training Quantization").
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

GROUP = 64
"""Inputs that share a scale; every layer's width must be a multiple of it."""

LARGEST = 127
LEAST = 1e-5


def rounded(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Integers of shape (outputs, groups, GROUP) and their scales (outputs, groups, 1)."""
    groups = weights.reshape(weights.shape[0], -1, GROUP)
    scales = np.maximum(np.abs(groups).max(axis=2, keepdims=True) / LARGEST, LEAST**2)
    integers = np.clip(np.rint(groups / scales), -LARGEST, LARGEST).astype(np.int8)
    return integers, scales.astype(np.float32)


def smoothing(largest_inputs: Floats, matrices: Sequence[Floats]) -> Floats:
    """What each input channel is divided by, its weights being multiplied by the same.

    `largest_inputs` is the largest magnitude seen on each channel; the factors share its range
    evenly (on a logarithmic scale) with the channel's largest weight.
    """
    largest_weights = np.max([np.abs(matrix).max(axis=0) for matrix in matrices], axis=0)
    factors = np.sqrt(np.maximum(largest_inputs, LEAST) / np.maximum(largest_weights, LEAST))
    return np.asarray(factors, dtype=np.float32)
