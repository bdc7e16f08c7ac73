# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs as they were opened, one after the other, whatever the clock said."""

from catalogsync_gui.core.states import JobState
from tests.unit.store.shelf import NOW, Shelf


def test_the_last_job_is_the_one_that_was_opened_last(shelf: Shelf) -> None:
    jobs = shelf.store.jobs
    assert jobs.last_finished() == 0.0
    for ended in (NOW + 1e9, NOW):
        job = jobs.open([], NOW)
        jobs.finish(job, JobState.DONE, ended)
    jobs.open([], NOW)
    assert jobs.last_finished() == NOW
    assert [job.state for job in jobs.recent()] == ["running", "done", "done"]
