"""The icon at the beginning of a field."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QLineEdit

# Qt leaves more between icon and words than there is before the icon.
CLOSER = 7


def lead_with(field: QLineEdit, icon: QIcon) -> QAction:
    """Puts the icon before the words of a field, as near to them as to its frame."""
    margins = field.textMargins()
    field.setTextMargins(-CLOSER, 0, margins.right(), 0)
    action = field.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
    # A screen reader tells of it as of a button
    action.setText(QCoreApplication.translate("Field", "Filter"))
    return action
