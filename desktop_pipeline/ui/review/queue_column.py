"""The left column of a review: how far it is, how long the rest takes, and its deals."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.reviews import guess_minutes
from desktop_pipeline.queries.reviews import ReviewView
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.queue_list import QueueList, QueueModel
from desktop_pipeline.ui.review.review_words import say_effort
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.fitting_words import FittingWords
from desktop_pipeline.ui.widgets.lead_words import LeadWords

_SIDE = 16


class ProgressBar(QWidget):
    """A bar of five pixels, filled to a share."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        """Fill it to a share from 0 to 1."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(theme.color("line2"))
        painter.drawRoundedRect(whole, 2.5, 2.5)
        if self._share > 0:
            painter.setBrush(theme.color("bar"))
            painter.drawRoundedRect(QRectF(0, 0, max(5.0, whole.width() * self._share), whole.height()), 2.5, 2.5)


class QueueColumn(QWidget):
    """Follows the review that it is shown."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self.decided = LeadWords(theme)
        self.left = FittingWords(theme, "secondary", "ink2")
        self.progress = ProgressBar(theme)
        self.list = QueueList(theme, formats, QueueModel(session, formats, self))
        head = QHBoxLayout()
        head.addWidget(self.decided, 1)
        head.addWidget(self.left)
        top = QVBoxLayout()
        top.setContentsMargins(_SIDE, 14, _SIDE, 0)
        top.setSpacing(6)
        top.addLayout(head)
        top.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.list, 1)

    def show_review(self, review: ReviewView) -> None:
        """Show how far a review is."""
        counts, number = review.counts, self._formats.number
        self.decided.say(
            self.tr("{decided} of {deals}").format(decided=number(counts.decided), deals=number(counts.deals)),
            self.tr("decided"),
        )
        if counts.left:
            forms, time = (
                (self.tr("about {time} left"), self.tr("{time} left"), "{time}"),
                say_effort(guess_minutes(counts.left), self._formats),
            )
            self.left.show_forms(*(form.format(time=time) for form in forms))
        else:
            self.left.show_forms(self.tr("all decided"))
        self.progress.show_share(counts.decided / counts.deals if counts.deals else 0.0)
        self.progress.setAccessibleName(f"{self.decided.text}, {self.left.text()}")
        self.list.queue.show_lines(review.lines)
