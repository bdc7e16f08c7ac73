# SPDX-License-Identifier: GPL-3.0-or-later
from catalogsync_gui.core.models import Counts, Job, Stage
from catalogsync_gui.core.states import JobState, StageName, StageState
from catalogsync_gui.core.sync_plan import SourcePlan, Speed, SyncPlan, speed_of


def job(seconds: float, done: int, size: int, stage: StageName = StageName.DOWNLOAD) -> Job:
    counts = Counts(done=done, bytes=size)
    stages = (Stage(stage, StageState.FINISHED, 10.0, 10.0 + seconds, counts),)
    return Job(1, JobState.DONE, (1,), 10.0, 10.0 + seconds, counts, stages)


def test_the_speed_is_that_of_the_middle_job() -> None:
    jobs = [job(10, 5, 1000), job(10, 10, 2000), job(100_000, 1, 10)]
    assert speed_of(jobs) == Speed(100.0, 2.0)


def test_jobs_that_downloaded_nothing_tell_nothing() -> None:
    running = Stage(StageName.DOWNLOAD, StageState.OPEN, 1.0, None, Counts(done=1, bytes=5))
    jobs = [
        job(10, 0, 0),
        job(0, 3, 100),
        job(10, 3, 100, StageName.FINALIZE),
        Job(2, JobState.RUNNING, (1,), 1.0, None, Counts(), (running,)),
    ]
    assert speed_of(jobs) is None
    assert SyncPlan((SourcePlan(1, "A", files=3),), ()).seconds() is None


def test_files_of_unknown_size_take_the_time_of_a_file() -> None:
    one = SourcePlan(1, "A", files=4, bytes=1000, unknown=3)
    plan = SyncPlan((one, SourcePlan(2, "B", files=1, bytes=500)), (), speed=Speed(100.0, 2.0))
    assert plan.seconds(one) == 16.0
    assert plan.seconds() == 21.0


def test_the_room_afterwards() -> None:
    sources = (SourcePlan(1, "A", files=1, bytes=600, trashed_bytes=300),)
    plan = SyncPlan(sources, (), expired_bytes=100, free=1000, reserve=400)
    assert (plan.free_after, plan.too_large, plan.full) == (500, False, False)
    plan = SyncPlan(sources, (), free=1000, reserve=401)
    assert (plan.free_after, plan.too_large, plan.full) == (400, True, False)
    plan = SyncPlan((), (), free=1000, reserve=1001)
    assert plan.full
    unknown = SyncPlan(sources, ())
    assert (unknown.free_after, unknown.too_large, unknown.full) == (None, False, False)
