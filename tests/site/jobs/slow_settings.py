"""The site's settings with one slow kind of work and a short lease, for workers that get killed."""

from datetime import timedelta

from decentwork_site.settings import *  # noqa: F403 - a variant of all of them

JOBS = {"slow": "slow_work.count_steps"}
JOB_LEASE = timedelta(seconds=3)
