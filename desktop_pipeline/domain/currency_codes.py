"""The currencies there are (ISO 4217, without metals, funds and test codes)."""

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import check_currency

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF"
    " CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD"
    " HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD"
    " MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN"
    " PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY"
    " TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCY_CODES = frozenset(_CODES.split())


def check_known_currency(code: str) -> str:
    """The code in capitals; raises InvalidError for one that no country uses."""
    capitals = check_currency(code)
    if capitals not in CURRENCY_CODES:
        message = f"There is no currency “{capitals}”. Use its three letters, such as EUR or USD."
        raise InvalidError(message)
    return capitals
