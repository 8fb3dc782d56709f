"""What holds for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Hypothesis' default: an example that takes more than 200 ms fails, and so does drawing slowly. A loaded machine is no
# fault of the code; benchmarks/ measures speed.
settings.register_profile("warraq", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("warraq")
