"""An offer on paper, as it was frozen when it was sent: letterhead, lines, totals by tax, terms and a signature."""

import re
from collections.abc import Iterator
from decimal import Decimal

from desktop_pipeline.domain.company import CompanyCard
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money, minor_digits
from desktop_pipeline.domain.offers import OfferDocument, OfferLine, OfferState, TaxRate
from desktop_pipeline.queries.offers import read_offer
from desktop_pipeline.reports.content import (
    Column,
    Company,
    Fact,
    Facts,
    Letterhead,
    Line,
    Passage,
    ReportContent,
    Section,
    SectionName,
    Signatures,
    Table,
)
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue
from desktop_pipeline.reports.words import Words

# What is longer is no heading any more, and stands in the text.
_LONGEST_HEADING = 100
# So much stands in two lines beside the number.
_LONGEST_FOOT = 120
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


def make_offer_report(making: Making) -> ReportContent:
    """The offer that was asked for; of one that was sent the same content whenever it is asked for."""
    if len(making.asked.ids) != 1:
        message = "Choose one offer to print."
        raise InvalidError(message)
    with making.workspace.reading() as view:
        offer = read_offer(view, making.asked.ids[0])
    return print_offer(offer.document, making.words, is_draft=offer.row.state is OfferState.DRAFT)


def print_offer(document: OfferDocument, words: Words, *, is_draft: bool = False) -> ReportContent:
    """The content of one offer; a draft says that it is one."""
    title = _say_title(document, words, is_draft=is_draft)
    company = document.company
    foot = words.translate("Report", "{title}, {day}").format(title=title, day=words.full_day(document.made_on))
    return ReportContent(
        file=title,
        # The letter bears its title itself.
        title="",
        subject=f"{title}, {document.subject}" if 0 < len(document.subject) <= _LONGEST_HEADING else title,
        subtitle="",
        story=(),
        figures=(),
        sections=tuple(_list_sections(document, words, title)),
        printed=foot,
        filters="" if _foot_facts(document, words) else _say_foot(company),
        author=company.name,
        company=Company(company.name, company.logo),
    )


def _say_title(document: OfferDocument, words: Words, *, is_draft: bool) -> str:
    said = (
        words.translate("Report", "Draft of offer {number}")
        if is_draft
        else words.translate("Report", "Offer {number}")
    )
    return said.format(number=document.number)


def _list_sections(document: OfferDocument, words: Words, title: str) -> Iterator[Section]:
    translate = words.translate
    yield _letterhead(document, words, title)
    is_long = len(document.subject) > _LONGEST_HEADING
    intro = _paragraphs(document.intro)
    yield Passage("intro", "", (document.subject, *intro)) if is_long else Passage("intro", document.subject, intro)
    yield _lines(document, words)
    if document.tax_note and not document.totals.taxes:
        yield Passage("tax", "", _paragraphs(document.tax_note))
    if document.terms:
        yield Passage("terms", translate("Report", "Terms"), _paragraphs(document.terms))
    yield Signatures(
        "signature",
        translate("Report", "We accept this offer"),
        (translate("Report", "Place and date"), translate("Report", "Signature")),
    )
    if facts := _foot_facts(document, words):
        yield Facts("company", "", facts, columns=1)


def _foot_facts(document: OfferDocument, words: Words) -> tuple[Fact, ...]:
    """Bank and tax number where they are too long for the foot."""
    if len(_say_foot(document.company)) <= _LONGEST_FOOT:
        return ()
    company, translate = document.company, words.translate
    about = (
        (translate("Report", "Bank"), ", ".join(company.bank.splitlines())),
        (translate("Report", "Tax number"), company.tax_number),
    )
    return tuple(Fact(term, text) for term, text in about if text)


def _say_foot(company: CompanyCard) -> str:
    return " · ".join(line for line in (*company.bank.splitlines(), company.tax_number) if line)


def _letterhead(document: OfferDocument, words: Words, title: str) -> Letterhead:
    translate, company = words.translate, document.company
    reached = (company.phone, company.email, company.website)
    facts = [(translate("Report", "Date"), words.full_day(document.made_on))]
    if document.valid_until is not None:
        facts.append((translate("Report", "Valid until"), words.full_day(document.valid_until)))
    if document.contact:
        facts.append((translate("Report", "Contact"), document.contact[0]))
        facts += [(translate("Report", "E-mail"), line) for line in document.contact[1:]]
    return Letterhead(
        "letterhead",
        title,
        sender=tuple(line for line in (company.name, *company.address.splitlines(), *reached) if line),
        recipient=document.recipient,
        facts=tuple(Fact(term, text) for term, text in facts),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part for part in _BETWEEN_PARAGRAPHS.split(text) if part.strip())


def _lines(document: OfferDocument, words: Words) -> Table:
    translate, totals = words.translate, document.totals
    rates = {line.tax for line in document.lines}
    has_discounts = any(line.discount for line in document.lines)
    shape = _Shape(document.currency, words, has_discounts=has_discounts, has_taxes=len(rates) > 1)
    caption = (
        translate("Report", "Prices in {currency}, without tax")
        if totals.taxes
        else translate("Report", "Prices in {currency}")
    )
    lines = [shape.line(line) for line in document.lines]
    if totals.taxes:
        lines.append(shape.sum(translate("Report", "Sum without tax"), totals.net))
    for total in totals.taxes:
        said = translate("Report", "{tax} on {sum}").format(tax=shape.rate(total.rate), sum=shape.amount(total.net))
        lines.append(shape.sum(said, total.tax))
    said = translate("Report", "Total in {currency}").format(currency=document.currency)
    lines.append(shape.sum(said, totals.gross, is_total=True))
    return Table(
        SectionName.LINES,
        "",
        caption.format(currency=document.currency),
        shape.columns(),
        tuple(lines),
    )


class _Shape:
    """Which columns the lines of an offer have, and how their cells are worded."""

    def __init__(self, currency: str, words: Words, *, has_discounts: bool, has_taxes: bool) -> None:
        self._currency = currency
        self._words = words
        self._has_discounts = has_discounts
        self._has_taxes = has_taxes

    def columns(self) -> tuple[Column, ...]:
        """Discount and tax only where they tell anything."""
        translate = self._words.translate
        columns = [
            Column(translate("Report", "Description"), is_number=False, is_wrapped=True, is_whole=True),
            Column(translate("Report", "Quantity"), kind=CellKind.NUMBER),
            Column(translate("Report", "Price"), kind=CellKind.MONEY),
        ]
        columns += [Column(translate("Report", "Discount"), kind=CellKind.TEXT)] if self._has_discounts else []
        columns += [Column(translate("Report", "Tax"), kind=CellKind.TEXT)] if self._has_taxes else []
        return (*columns, Column(translate("Report", "Amount"), kind=CellKind.MONEY))

    def line(self, line: OfferLine) -> Line:
        """What is offered."""
        cells = [line.name, self._number(line.quantity), "" if line.price is None else self.amount(line.price)]
        values: list[CellValue | Money] = [line.name, float(line.quantity), self._money(line.price)]
        discount = "" if line.discount is None else self._percent(line.discount)
        tax = "" if line.tax is None else self.rate(line.tax)
        further = [*([discount] if self._has_discounts else []), *([tax] if self._has_taxes else [])]
        return Line(
            (*cells, *further, self.amount(line.amount)),
            values=(*values, *further, self._money(line.amount)),
            below=line.note,
        )

    def sum(self, said: str, minor: int, *, is_total: bool = False) -> Line:
        """A sum below the lines."""
        between = ("",) * (len(self.columns()) - 2)
        return Line(
            (said, *between, self.amount(minor)),
            is_total=is_total,
            values=(said, *(None for _column in between), self._money(minor)),
        )

    def amount(self, minor: int) -> str:
        """`1,234.50`."""
        digits = minor_digits(self._currency)
        return self._words.formats.number(Decimal(minor).scaleb(-digits), digits)

    def rate(self, rate: TaxRate) -> str:
        """`VAT 19 %`."""
        return f"{rate.name} {self._percent(rate.percent)}"

    def _percent(self, percent: Decimal) -> str:
        places = max(0, -int(percent.as_tuple().exponent))
        return self._words.formats.percent(float(percent.scaleb(-2)), places)

    def _number(self, number: Decimal) -> str:
        return self._words.formats.number(number, max(0, -int(number.as_tuple().exponent)))

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, self._currency)
