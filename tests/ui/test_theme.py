import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QMenu,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_pipeline import paths
from desktop_pipeline.ui.icons import icon, icon_pixmap
from desktop_pipeline.ui.navigation import Destination, Navigation
from desktop_pipeline.ui.theme import FontStyle, Theme, ThemeName, make_palette, read_tokens

THEMES: tuple[ThemeName, ThemeName] = ("light", "dark")
DOCUMENT = json.loads(paths.resource("style", "tokens.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", THEMES)
def test_every_token_is_the_one_in_the_file(name: ThemeName) -> None:
    tokens = read_tokens(name)
    assert tokens.roles() == DOCUMENT[name]
    assert list(tokens.ramp) == DOCUMENT["chart"][name]["ramp"]
    assert list(tokens.groups) == DOCUMENT["chart"][name]["cat"]
    assert [list(pair) for pair in tokens.avatars] == DOCUMENT["avatar"][name]


@pytest.mark.parametrize("name", THEMES)
def test_the_palette_stands_for_the_roles_of_the_design(name: ThemeName) -> None:
    tokens, palette = read_tokens(name), make_palette(read_tokens(name))
    role = QPalette.ColorRole
    expected = {
        role.Window: tokens.chrome,
        role.Base: tokens.surface,
        role.Text: tokens.ink,
        role.Highlight: tokens.accentFill,
        role.PlaceholderText: tokens.ink3,
        role.Dark: tokens.control,
    }
    for place, colour in expected.items():
        assert palette.color(QPalette.ColorGroup.Active, place) == QColor(colour)
    assert palette.color(QPalette.ColorGroup.Disabled, role.Text) == QColor(tokens.control)


@pytest.mark.parametrize("name", THEMES)
def test_the_arrow_of_a_combo_box_has_the_colour_of_captions(name: ThemeName) -> None:
    drawing = paths.resource("style", f"chevron-{name}.svg").read_text(encoding="utf-8")
    assert read_tokens(name).ink3 in drawing
    assert "currentColor" not in drawing


def test_no_widget_names_a_colour_itself() -> None:
    package = Path(__file__).parents[2] / "desktop_pipeline" / "ui"
    # Paper has colours of its own.
    screens = [module for module in package.rglob("*.py") if "reports" not in module.parts]
    assert len(screens) > 20
    for module in screens:
        for number, line in enumerate(module.read_text(encoding="utf-8").splitlines(), 1):
            found = [word for word in line.replace('"', " ").split() if word.startswith("#") and QColor(word).isValid()]
            assert not found, f"{module.name}:{number} names {found}"


@pytest.mark.parametrize(
    ("style", "pixels", "weight"),
    [
        ("title", 28, QFont.Weight.DemiBold),
        ("heading", 20, QFont.Weight.DemiBold),
        ("section", 15, QFont.Weight.DemiBold),
        ("strong", 13, QFont.Weight.DemiBold),
        ("body", 13, QFont.Weight.Normal),
        ("value", 13, QFont.Weight.Medium),
        ("secondary", 12, QFont.Weight.Normal),
        ("caption", 11, QFont.Weight.Normal),
        ("badge", 10, QFont.Weight.Medium),
    ],
)
def test_a_style_has_the_size_and_weight_of_the_design(
    qapp: QApplication, style: FontStyle, pixels: int, weight: QFont.Weight
) -> None:
    font = Theme().font(style)
    assert (font.pixelSize(), font.weight(), font.family()) == (pixels, weight, "Inter")


MEASURE = """
from PySide6.QtWidgets import QApplication
from desktop_pipeline.ui.theme import Theme
app = QApplication([])
theme = Theme()
for style in ("body", "value", "strong", "secondary", "caption"):
    metrics = theme.metrics(style)
    assert abs(metrics.horizontalAdvance("1111") - metrics.horizontalAdvance("0000")) < 1e-6, style
    for sign in "-()[]":
        assert metrics.horizontalAdvance(sign) < 0.8 * metrics.horizontalAdvance("0"), (style, sign)
"""


def test_figures_are_tabular_and_words_keep_their_hyphens_and_brackets() -> None:
    # In a program of its own: after thousands of fonts in one process Qt measured otherwise.
    run = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr


def test_text_size_multiplies_pixels_and_heights(qapp: QApplication) -> None:
    theme = Theme(text_percent=130)
    assert theme.font("body").pixelSize() == 17
    assert theme.size(94) == 122
    assert theme.line("body") == 23


def test_changing_the_theme_tells_once_and_changes_every_colour(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    theme.apply(qapp, "light")
    light = theme.color("canvas")
    with qtbot.waitSignal(theme.changed):
        theme.apply(qapp, "dark")
    assert theme.name == "dark"
    assert theme.color("canvas") == QColor(DOCUMENT["dark"]["canvas"]) != light
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DOCUMENT["dark"]["chrome"])
    theme.apply(qapp, "light")


class _Restyled(QLabel):
    """Counts how often it is dressed anew."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def test_another_theme_dresses_each_widget_no_more_often_than_it_must(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    theme.apply(qapp, "light")
    home = QWidget()
    qtbot.addWidget(home)
    label = _Restyled("deep in a box", QWidget(home))
    home.show()
    label.times = 0
    theme.apply(qapp, "dark")
    # Once when the old sheet goes, once when the new one comes: each time Qt measures the widget anew.
    assert label.times <= 2
    theme.apply(qapp, "light")


def test_icons_take_the_colour_of_the_theme_in_force(qapp: QApplication) -> None:
    theme = Theme()
    square = icon(theme, "square-kanban", off="ink")
    for name in THEMES:
        theme.apply(qapp, name)
        assert _near(_strongest(square, QIcon.Mode.Normal), QColor(DOCUMENT[name]["ink"]))
        assert _near(_strongest(square, QIcon.Mode.Disabled), QColor(DOCUMENT[name]["control"]))
    theme.apply(qapp, "light")


def test_a_copied_icon_survives_its_original(qapp: QApplication) -> None:
    theme = Theme()
    for _ in range(8):
        copy = QIcon(icon(theme, "plus"))
        copy.setIsMask(True)
        gc.collect()
        assert not copy.pixmap(16, 16).isNull()


def test_an_icon_is_sharp_at_every_ratio(qapp: QApplication) -> None:
    pixmap = icon_pixmap(Theme(), "clock", 11, "red", 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (22, 2.0)


def test_a_check_box_keeps_its_outline_in_the_dark(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    theme.apply(qapp, "dark")
    box = QCheckBox("Decision-maker met")
    qtbot.addWidget(box)
    box.resize(200, 30)
    box.show()
    image = box.grab().toImage()
    control = QColor(DOCUMENT["dark"]["control"])
    near = sum(_near(image.pixelColor(x, y), control) for x in range(24) for y in range(30))
    theme.apply(qapp, "light")
    assert near > 20


def test_check_boxes_and_rings_grow_with_the_text(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    indicators = {
        QCheckBox: QStyle.SubElement.SE_CheckBoxIndicator,
        QRadioButton: QStyle.SubElement.SE_RadioButtonIndicator,
    }
    for percent, side in ((100, 14), (130, 18)):
        theme.apply(qapp, "light", text_percent=percent)
        for kind, element in indicators.items():
            button = kind("Yes")
            qtbot.addWidget(button)
            option = QStyleOptionButton()
            button.initStyleOption(option)
            assert button.style().subElementRect(element, option, button).height() == side
    theme.apply(qapp, "light", text_percent=100)


@pytest.mark.parametrize("name", THEMES)
def test_the_tick_of_a_menu_and_the_cross_of_a_field_are_of_the_theme(
    qapp: QApplication, qtbot: QtBot, name: ThemeName
) -> None:
    theme = Theme()
    theme.apply(qapp, name)
    menu = QMenu()
    qtbot.addWidget(menu)
    action = menu.addAction("By stage")
    action.setCheckable(True)
    accent = QColor(DOCUMENT[name]["accent"])
    told = []
    for checked in (False, True):
        action.setChecked(checked)
        menu.adjustSize()
        image = menu.grab().toImage()
        told.append(sum(_near(image.pixelColor(x, y), accent) for x in range(24) for y in range(image.height())))
    field = QLineEdit("kitchen", clearButtonEnabled=True)
    qtbot.addWidget(field)
    cross = field.findChild(QToolButton)
    assert cross is not None
    strongest = _strongest(cross.icon(), QIcon.Mode.Normal)
    theme.apply(qapp, "light")
    assert told[0] == 0
    assert told[1] > 4
    assert _near(strongest, QColor(DOCUMENT[name]["ink2"]))


def test_an_icon_of_the_navigation_is_as_wide_without_its_name(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    theme.apply(qapp, "dark")
    navigation = Navigation(theme, [Destination("board", "Board", "square-kanban", "Ctrl+1")])
    qtbot.addWidget(navigation)
    navigation.show()
    spans = []
    for narrow in (False, True):
        navigation.set_narrow(narrow=narrow)
        button = navigation.findChild(QToolButton)
        assert button is not None
        QApplication.processEvents()
        image = button.grab().toImage()
        # Within its outline, and before the name.
        rows, columns = range(6, image.height() - 6), range(4, min(34, image.width() - 4))
        drawn = [x for x in columns if any(image.pixelColor(x, y).lightness() > 100 for y in rows)]
        spans.append(drawn[-1] - drawn[0])
    theme.apply(qapp, "light")
    assert spans[0] == spans[1] >= 11


def test_what_waits_on_a_screen_is_counted_in_grouped_digits(qtbot: QtBot) -> None:
    navigation = Navigation(Theme(), [Destination("board", "Board", "square-kanban", "Ctrl+1")])
    qtbot.addWidget(navigation)
    navigation.show_counts({"board": 38364})
    button = navigation.findChild(QToolButton)
    assert button is not None
    assert button.accessibleName() == "Board, 38,364"
    navigation.show_counts({"board": 0})
    assert button.accessibleName() == "Board"


def test_the_sheet_fills_every_place(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    theme.apply(qapp, "light")
    sheet = qapp.styleSheet()
    assert "%(" not in sheet
    assert DOCUMENT["light"]["accentFill"] in sheet
    label = QLabel("still black on white")
    qtbot.addWidget(label)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DOCUMENT["light"]["ink"])


def _strongest(drawn: QIcon, mode: QIcon.Mode) -> QColor:
    """The colour of the most opaque pixel."""
    image = drawn.pixmap(48, 48, mode).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    best = max(pixels, key=QColor.alpha)
    assert best.alpha() > 250
    return best


def _near(one: QColor, other: QColor) -> bool:
    parts = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return all(abs(part) < 24 for part in parts)
