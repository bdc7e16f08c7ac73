# SPDX-License-Identifier: GPL-3.0-or-later
"""In which language the window speaks."""

import logging

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from catalogsync_gui.paths import resources
from catalogsync_gui.ui import engine_words

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""What the texts are there in, each named in itself. Texts in the source are English."""

_log = logging.getLogger(__name__)
_installed: list[QTranslator] = []


def chosen(language: str) -> str:
    """The code of the language that is spoken.

    :param language: a key of :data:`LANGUAGES`, or ``system``: the first of the person's languages
        that is there, else English.
    """
    if language in LANGUAGES:
        return language
    for wanted in QLocale.system().uiLanguages():
        name = QLocale(wanted).name()
        if name in LANGUAGES:
            return name
        if name.startswith("en_"):
            return "en"
        # Whoever reads Chinese of Singapore reads this too; not so the traditional script.
        if QLocale(wanted).script() is QLocale.Script.SimplifiedChineseScript:
            return "zh_CN"
    return "en"


def install(application: QApplication, language: str) -> str:
    """Has the application speak a language from now on: what is built later, speaks it.

    Main thread only.

    :param language: as for :func:`chosen`, whose result it returns.
    """
    for translator in _installed:
        application.removeTranslator(translator)
        translator.deleteLater()
    _installed.clear()
    code = chosen(language)
    if language in LANGUAGES:
        # Numbers and dates as this language writes them; else as the system does.
        QLocale.setDefault(QLocale(code if code != "en" else "en_GB"))
    else:
        QLocale.setDefault(QLocale.system())
    if code != "en":
        own = str(resources() / "translations")
        of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in ((f"qtbase_{code}", of_qt), (f"catalogsync_{code}", own)):
            translator = QTranslator(application)
            if not translator.load(name, folder):
                _log.warning("the texts %s are not there; English stands in for them", name)
                continue
            application.installTranslator(translator)
            _installed.append(translator)
    engine_words.forget()
    return code
