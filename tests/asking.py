"""A client for web applications under test, without a socket."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # the test client of starlette announces another client library to come; both speak alike
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

__all__ = ["TestClient"]
