"""Times numpy's busday_offset on the cases given as JSON on standard input; answers as JSON on standard output."""

import json
import sys
import time

import numpy as np

given = json.load(sys.stdin)
starts = np.array(given["starts"], dtype="datetime64[D]")
n = given["n"]
calendar = np.busdaycalendar(weekmask="1111100", holidays=np.array(given["holidays"], dtype="datetime64[D]"))


def best(seconds, run, count):
    """The highest rate of as many runs as fit into the time."""
    rate, until = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        before = time.perf_counter()
        run()
        rate = max(rate, count / (time.perf_counter() - before))
    return rate


def vectorised():
    # A start that is no business day counts from the business day before it.
    return np.busday_offset(starts, n, roll="backward", busdaycal=calendar)


scalars = list(starts[:5000])


def scalar():
    for start in scalars:
        np.busday_offset(start, n, roll="backward", busdaycal=calendar)


vectorised()
json.dump(
    {
        "version": np.__version__,
        "days": vectorised().astype("int64").tolist(),
        "vectorised": best(1.5, vectorised, len(starts)),
        "scalar": best(1.0, scalar, len(scalars)),
    },
    sys.stdout,
)
