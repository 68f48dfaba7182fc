"""How many threads numpy multiplies with."""

from __future__ import annotations

from functools import cache

import numpy as np
from threadpoolctl import threadpool_limits


@cache
def multiply_on_one_thread() -> None:
    """Let each thread of ours multiply its own matrices from now on.

    They are small. Where several threads answer at once, or another process has a core, the
    library's own threads wait for each other, and a product of 1 ms takes 20.
    """
    np.ones((2, 2)) @ np.ones((2, 2))  # only a library that is loaded can be told
    threadpool_limits(limits=1, user_api="blas")
