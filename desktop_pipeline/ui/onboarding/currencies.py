"""The currencies a new workspace can be kept in, by name."""

from PySide6.QtCore import QCoreApplication, QLocale


def name_currencies() -> dict[str, str]:
    """ISO codes with their names, the most used first."""

    def name(text: str) -> str:
        return QCoreApplication.translate("Currencies", text)

    return {
        "EUR": name("Euro"),
        "USD": name("US dollar"),
        "GBP": name("Pound sterling"),
        "CHF": name("Swiss franc"),
        "SEK": name("Swedish krona"),
        "NOK": name("Norwegian krone"),
        "DKK": name("Danish krone"),
        "PLN": name("Polish złoty"),
        "CZK": name("Czech koruna"),
        "HUF": name("Hungarian forint"),
        "RON": name("Romanian leu"),
        "BGN": name("Bulgarian lev"),
        "ISK": name("Icelandic króna"),
        "TRY": name("Turkish lira"),
        "UAH": name("Ukrainian hryvnia"),
        "CAD": name("Canadian dollar"),
        "AUD": name("Australian dollar"),
        "NZD": name("New Zealand dollar"),
        "JPY": name("Japanese yen"),
        "CNY": name("Chinese yuan"),
        "INR": name("Indian rupee"),
        "KRW": name("South Korean won"),
        "SGD": name("Singapore dollar"),
        "HKD": name("Hong Kong dollar"),
        "AED": name("UAE dirham"),
        "SAR": name("Saudi riyal"),
        "ILS": name("Israeli shekel"),
        "ZAR": name("South African rand"),
        "NGN": name("Nigerian naira"),
        "KES": name("Kenyan shilling"),
        "BRL": name("Brazilian real"),
        "MXN": name("Mexican peso"),
        "ARS": name("Argentine peso"),
        "CLP": name("Chilean peso"),
        "COP": name("Colombian peso"),
    }


def guess_currency(locale: QLocale) -> str:
    """The currency of the user's country where it is among them, else the euro."""
    code = locale.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
    return code if code in name_currencies() else "EUR"
