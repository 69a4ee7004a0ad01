"""Colours, fonts and measures of the window: one frozen set of tokens per theme, and their palette and style sheet."""

import json
from functools import cache
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QPalette,
    QPixmapCache,
)
from PySide6.QtWidgets import QApplication

from desktop_pipeline import paths
from desktop_pipeline.ui.style import PipelineStyle, fill_sheet

ThemeName = Literal["light", "dark"]
ThemeChoice = Literal["light", "dark", "system"]
MotionChoice = Literal["system", "on", "off"]
FontStyle = Literal[
    "title",
    "heading",
    "section",
    "strong",
    "body",
    "value",
    "secondary",
    "secondary_medium",
    "secondary_strong",
    "caption",
    "caption_medium",
    "caption_strong",
    "badge",
    "avatar",
]

_FAMILY = "Inter"
_MOST_WIDTHS = 4096
_FONT_FILES = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold")
_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}
# Pixel size, line height, weight, letter spacing in pixels.
_STYLES: dict[FontStyle, tuple[int, int, int, float]] = {
    "title": (28, 34, 600, -0.6),
    "heading": (20, 26, 600, -0.3),
    "section": (15, 20, 600, -0.11),
    "strong": (13, 18, 600, -0.11),
    "body": (13, 18, 400, -0.06),
    "value": (13, 18, 500, -0.06),
    "secondary": (12, 17, 400, -0.06),
    "secondary_medium": (12, 17, 500, -0.06),
    "secondary_strong": (12, 17, 600, -0.06),
    "caption": (11, 15, 400, 0.0),
    "caption_medium": (11, 15, 500, 0.0),
    "caption_strong": (11, 15, 600, 0.0),
    "badge": (10, 15, 500, 0.0),
    "avatar": (9, 12, 600, 0.0),
}


class Tokens(NamedTuple):
    """Every colour of one theme as `#RRGGBB`."""

    chrome: str
    canvas: str
    surface: str
    inset: str
    hover: str
    line: str
    line2: str
    control: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    accentFill: str  # noqa: N815 - the roles are named as in tokens.json
    onAccent: str  # noqa: N815
    accentSoft: str  # noqa: N815
    accentLine: str  # noqa: N815
    red: str
    redMark: str  # noqa: N815
    redSoft: str  # noqa: N815
    redLine: str  # noqa: N815
    amber: str
    amberMark: str  # noqa: N815
    amberSoft: str  # noqa: N815
    amberLine: str  # noqa: N815
    green: str
    greenMark: str  # noqa: N815
    greenSoft: str  # noqa: N815
    greenLine: str  # noqa: N815
    bar: str
    ramp: tuple[str, ...]
    groups: tuple[str, ...]
    avatars: tuple[tuple[str, str], ...]

    def roles(self) -> dict[str, str]:
        """The plain colours by role, without ramp, groups and avatars."""
        return {role: getattr(self, role) for role, kind in Tokens.__annotations__.items() if kind is str}


@cache
def read_tokens(name: ThemeName) -> Tokens:
    """The tokens of a theme from resources/style/tokens.json."""
    document = json.loads(paths.resource("style", "tokens.json").read_text(encoding="utf-8"))
    return Tokens(
        **document[name],
        ramp=tuple(document["chart"][name]["ramp"]),
        groups=tuple(document["chart"][name]["cat"]),
        avatars=tuple((background, text) for background, text in document["avatar"][name]),
    )


def read_choice(name: str) -> ThemeChoice:
    """A choice as it is kept; anything but light and dark follows the system."""
    return "light" if name == "light" else "dark" if name == "dark" else "system"


def read_motion(name: str) -> MotionChoice:
    """A kept name as a choice; an unknown one is that of the system."""
    return "on" if name == "on" else "off" if name == "off" else "system"


class Theme(QObject):
    """The look in force; widgets get it by constructor and repaint on `changed`.

    `motion`: whether panels and toasts slide, or whatever the system wants.
    """

    changed = Signal()

    def __init__(self, name: ThemeName = "light", *, text_percent: int = 100, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name: ThemeName = name
        self._choice: ThemeChoice = name
        self._percent = text_percent
        self.motion: MotionChoice = "system"
        self._tokens = read_tokens(name)
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[FontStyle, QFont] = {}
        self._metrics: dict[FontStyle, QFontMetricsF] = {}
        self._widths: dict[tuple[FontStyle, str], float] = {}
        self._style: PipelineStyle | None = None

    @property
    def name(self) -> ThemeName:
        """Which of the two sets is shown."""
        return self._name

    @property
    def choice(self) -> ThemeChoice:
        """What was asked for; “system” follows the desktop."""
        return self._choice

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    @property
    def text_percent(self) -> int:
        """Text size: 90, 100, 115 or 130."""
        return self._percent

    def color(self, role: str) -> QColor:
        """The colour of a role, made once per theme."""
        colour = self._colours.get(role)
        if colour is None:
            colour = self._colours[role] = QColor(getattr(self._tokens, role))
        return colour

    def size(self, pixels: int) -> int:
        """A height or width that grows with the text size."""
        return round(pixels * self._percent / 100)

    def line(self, style: FontStyle) -> int:
        """Line height of a style in pixels."""
        return self.size(_STYLES[style][1])

    def font(self, style: FontStyle) -> QFont:
        """The font of a style, made once per theme, with figures of one width."""
        font = self._fonts.get(style)
        if font is None:
            pixels, _line, weight, spacing = _STYLES[style]
            font = self._fonts[style] = _make_font(_load_family(), self.size(pixels), weight, spacing)
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def metrics(self, style: FontStyle) -> QFontMetricsF:
        """Measures of a style's font."""
        metrics = self._metrics.get(style)
        if metrics is None:
            metrics = self._metrics[style] = QFontMetricsF(self.font(style))
        return metrics

    def width(self, style: FontStyle, text: str) -> float:
        """Width of a line of text; the same words come again and again on a board."""
        known = self._widths.get((style, text))
        if known is None:
            if len(self._widths) >= _MOST_WIDTHS:
                self._widths.clear()
            known = self._widths[style, text] = self.metrics(style).horizontalAdvance(text)
        return known

    def apply(self, app: QApplication, choice: ThemeChoice | None = None, *, text_percent: int | None = None) -> None:
        """Dress the whole application; “system” follows the desktop from now on."""
        if self._style is None:
            self._style = PipelineStyle(self)
            # Python must know that the application owns the style, or the garbage collector takes it away.
            self._style.setParent(app)
            app.setStyle(self._style)
            app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._choice = choice or self._choice
        self._percent = text_percent or self._percent
        wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self._choice, Qt.ColorScheme.Unknown)
        app.styleHints().setColorScheme(wanted)
        self._dress(app, _system_name() if self._choice == "system" else self._choice)

    def _dress(self, app: QApplication, name: ThemeName) -> None:
        self._name = name
        self._tokens = read_tokens(name)
        self._colours.clear()
        self._fonts.clear()
        self._metrics.clear()
        self._widths.clear()
        QPixmapCache.clear()
        app.setFont(self.font("body"))
        app.setPalette(make_palette(self._tokens))
        chevron = paths.resource("style", f"chevron-{name}.svg").as_posix()
        # Where a sheet replaces another Qt dresses every widget three times over.
        app.setStyleSheet("")
        app.setStyleSheet(fill_sheet(self._tokens.roles(), chevron, self.size))
        self.changed.emit()

    def _on_scheme_changed(self) -> None:
        app = QApplication.instance()
        if self._choice == "system" and isinstance(app, QApplication) and _system_name() != self._name:
            self._dress(app, _system_name())


def make_palette(tokens: Tokens) -> QPalette:
    """Qt's palette from the tokens."""
    role = QPalette.ColorRole
    group = QPalette.ColorGroup
    colours = {
        role.Window: tokens.chrome,
        role.WindowText: tokens.ink,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.inset,
        role.Text: tokens.ink,
        role.Button: tokens.surface,
        role.ButtonText: tokens.ink,
        role.BrightText: tokens.red,
        role.Highlight: tokens.accentFill,
        role.Accent: tokens.accentFill,
        role.HighlightedText: tokens.onAccent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.ink,
        role.PlaceholderText: tokens.ink3,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line2,
        role.Dark: tokens.control,
        role.Shadow: tokens.control,
    }
    palette = QPalette()
    for place, colour in colours.items():
        palette.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, place, QColor(tokens.control))
    palette.setColor(group.Disabled, role.Highlight, QColor(tokens.line2))
    palette.setColor(group.Disabled, role.HighlightedText, QColor(tokens.ink2))
    return palette


def _system_name() -> ThemeName:
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


@cache
def _load_family() -> str:
    """Inter from the bundle, else an installed one, else the system's own font; nothing depends on its widths.

    Once: with each font that is added Qt forgets all it has read and measured.
    """
    for stem in _FONT_FILES:
        for ending in (".ttf", ".otf"):
            file = paths.resource("fonts", stem + ending)
            if file.is_file():
                QFontDatabase.addApplicationFont(str(file))
                break
    if QFontDatabase.hasFamily(_FAMILY):
        return _FAMILY
    return QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()


def _make_font(family: str, pixels: int, weight: int, spacing: float) -> QFont:
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(_WEIGHTS[weight])
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
