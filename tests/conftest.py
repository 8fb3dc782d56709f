"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Hypothesis' default: an example that takes more than 200 ms fails, and so does drawing slowly. A loaded machine is no
# fault of the code; benchmarks/ measures speed.
settings.register_profile("warraq", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("warraq")

# Tests start hundreds of interpreters. Where this variable keeps Python from storing what it compiled, each of them
# would compile all of Scrapy and trafilatura anew, which takes longer than most tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
