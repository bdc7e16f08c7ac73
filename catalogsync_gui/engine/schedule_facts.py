# SPDX-License-Identifier: GPL-3.0-or-later
"""What the schedule goes by, as the database has it, and changes of it. For any thread's store."""

from catalogsync_gui.core.errors import NetworkAway, UsageError
from catalogsync_gui.core.schedule import Rule, ScheduleFacts
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.store.store import Store

FOLLOW = "default"
"""What a person writes to have a source go by the settings again."""


def general_rule(settings: Settings) -> Rule:
    """When sources without a rule of their own are synced."""
    return Rule.of_settings(settings.refresh_hours, settings.refresh_at)


def schedule_facts(store: Store, settings: Settings) -> ScheduleFacts:
    """What is known of all sources, and when items are to be tried again."""
    general = general_rule(settings)
    sources = store.schedules.sources()
    never = tuple(source.id for source in sources if (source.rule or general).never)
    return ScheduleFacts(
        sources,
        store.jobs.next_retry(without=never),
        store.jobs.next_retry(NetworkAway.kind),
    )


def rule_of(text: str) -> Rule | None:
    """The rule a person writes; None for ``default``.

    :raises UsageError: it is none.
    """
    if text.strip().lower() == FOLLOW:
        return None
    try:
        return Rule.parse(text)
    except ValueError as error:
        raise UsageError(f'{error}, or "{FOLLOW}" to go by the settings') from None


def set_rule(desk: Desk, source: int, rule: Rule | None) -> None:
    """Gives a source a rule of its own, or None to have it go by the settings.

    :raises UnknownThing: there is no such source.
    """
    desk.store.catalogue.source(source)
    desk.store.schedules.put(source, rule)
