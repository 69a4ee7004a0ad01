"""What looks at every widget for text that Qt would take for markup, a picture or a key instead of showing it."""

import re
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QHelpEvent, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTabBar,
    QTextEdit,
    QToolTip,
    QWidget,
)

MARKUP = "<b>x"
PICTURE_COLOUR = QColor(255, 0, 255)
# An ampersand that stands alone: Qt would make a key of it and leave it out.
_LONELY = re.compile(r"(?<!&)&(?:&&)*(?!&)=1\+1")
_PLAIN = Qt.TextFormat.PlainText
_MOST_ROWS = 60
_STEP = 48


def find_faults(root: QWidget) -> Iterator[str]:
    """What is wrong with a widget, those inside it, their tooltips, menus and rows."""
    for widget in [root, *root.findChildren(QWidget)]:
        where = f"{type(widget).__name__} {widget.accessibleName()[:40]!r}"
        yield from (f"{where}: {fault}" for fault in _look(widget))
    for action in root.findChildren(QAction):
        if _LONELY.search(action.text()):
            yield f"menu entry {action.text()[:60]!r} makes a key of an ampersand"
        # Qt makes one of the entry's own text; a menu that shows them would take it for markup.
        menus = [shown for shown in action.associatedObjects() if isinstance(shown, QMenu)]
        if _is_markup(action.toolTip()) and any(menu.toolTipsVisible() for menu in menus):
            yield f"the tooltip of the menu entry {action.text()[:60]!r} is markup"


def draws_picture(root: QWidget) -> bool:
    """Whether a picture of the canary's colour was drawn anywhere in a widget."""
    image = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return bool((pixels == PICTURE_COLOUR.rgb()).any())


def sweep_tooltips(root: QWidget) -> Iterator[str]:
    """The tooltips that come up wherever the mouse may rest on a widget, those made while asked too."""
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        for y in range(4, widget.height(), _STEP):
            for x in range(4, widget.width(), _STEP):
                spot = QPoint(x, y)
                # There the mouse rests on what lies above; what that does not answer, Qt hands on to this one.
                if widget.childAt(spot) is not None:
                    continue
                if QToolTip.isVisible():
                    QToolTip.hideText()
                QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, spot, widget.mapToGlobal(spot)))
                if QToolTip.isVisible() and QToolTip.text():
                    yield QToolTip.text()
    QToolTip.hideText()


def read_texts(root: QWidget) -> set[str]:
    """Every text that what can be seen of a widget says or shows as its own, as a screen reader would find it."""
    texts = set()
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        texts |= {widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()}
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            texts.add(widget.text())
        if isinstance(widget, QMenu):
            texts |= {action.text().replace("&&", "&") for action in widget.actions()}
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                texts |= {str(text) for text in _read_rows(widget.model(), role)}
    return texts


def _look(widget: QWidget) -> Iterator[str]:
    for what, tip in (("tooltip", widget.toolTip()), ("status tip", widget.statusTip()), ("help", widget.whatsThis())):
        if _is_markup(tip):
            yield f"its {what} is markup: {tip[:80]!r}"
    if isinstance(widget, QLabel) and _is_markup(widget.text()) and widget.textFormat() is not _PLAIN:
        yield f"the label is markup: {widget.text()[:80]!r}"
    if isinstance(widget, QMessageBox) and _is_markup(widget.text()) and widget.textFormat() is not _PLAIN:
        yield "the message is markup"
    if isinstance(widget, QTextEdit) and "canary" in widget.toPlainText() + widget.toHtml():
        yield "a field for rich text shows it"
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from (
            f"the tooltip of a row is markup: {tip[:80]!r}"
            for tip in _read_rows(widget.model(), Qt.ItemDataRole.ToolTipRole)
            if isinstance(tip, str) and _is_markup(tip)
        )
    yield from (f"{text[:60]!r} makes a key of an ampersand" for text in _titles(widget) if _LONELY.search(text))


def _titles(widget: QWidget) -> list[str]:
    if isinstance(widget, QAbstractButton):
        # One that paints itself shows what it was given; a key it would have all the same.
        return [] if _paints_itself(widget) and widget.shortcut().isEmpty() else [widget.text()]
    if isinstance(widget, QGroupBox):
        return [widget.title()]
    if isinstance(widget, QLabel) and widget.buddy() is not None:
        return [widget.text()]
    if isinstance(widget, QTabBar):
        return [widget.tabText(place) for place in range(widget.count())]
    return []


def _read_rows(model: QAbstractItemModel, role: Qt.ItemDataRole) -> Iterator[object]:
    nowhere = QModelIndex()
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(nowhere))
    for row in range(min(_MOST_ROWS, model.rowCount(nowhere))):
        yield from (model.index(row, column, nowhere).data(role) for column in columns)
    for orientation in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
        yield from (model.headerData(column, orientation, role) for column in columns)


def _paints_itself(widget: QWidget) -> bool:
    ours = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("desktop_pipeline")]
    return any("paintEvent" in vars(kind) for kind in ours)


def _is_markup(text: str) -> bool:
    return MARKUP in text


def visible_windows(but: QWidget | None = None) -> list[QWidget]:
    """What stands on the screen: dialogs, popups, menus; combo boxes bring a window of their own, unseen."""
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.isVisible() and widget is not but and not isinstance(widget, QComboBox)
    ]
