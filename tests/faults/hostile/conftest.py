# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues that mean harm. Where each clause is tested with the real program or near it:

- XML and JSON bombs, sizes, a million entries: ``test_bombs``; time: ``unit/sources/test_http``
- lists and pages that lead in circles: ``test_circles``; more of them: ``unit/sources``
- names, titles and addresses: ``test_names``; each rule of names: ``unit/core/test_naming_rules``
- texts taken for markup in the window: ``ui/test_main_window``, ``ui/test_tray``
- a catalogue that shrinks: ``engine/test_refresh_guard``
- media files: ``unit/media/test_tags_hostile``, ``engine/test_tag_process``
"""
