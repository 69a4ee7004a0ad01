"""HubSpot: Record ID, values joined with semicolons, instants to the minute, a contact's address in brackets."""

from pathlib import Path

from tests.exchange.presets.files import moment, write_csv, write_xlsx


def write_deals(path: Path) -> Path:
    """The usual export, labels of stages and dates on which they were entered."""
    return write_csv(
        path,
        [
            ["Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date", "Create Date", "Deal owner", "Pipeline",
             "Last Activity Date", "Associated Company", "Associated Contact", "Associated Company IDs",
             "Associated Contact IDs", "Currency", "Deal probability", "Forecast category", "Closed Lost Reason",
             "Next step", "Original Traffic Source", "Deal Description", "Times contacted",
             'Date entered "Qualified To Buy (Sales Pipeline)"', 'Date exited "Qualified To Buy (Sales Pipeline)"'],
            ["18370442", "Reception refit", "Qualified To Buy", "8400", "2026-07-03 10:00", "2026-05-28 09:14",
             "Amara Eze", "Sales Pipeline", "2026-06-01 08:00", "Brindle Veterinary",
             "Jo Ash (jo@brindle.example);Al Reed (al@brindle.example)", "55", "71;72", "EUR", "0.4",
             "BEST_CASE", "", "Call about colours", "REFERRALS", "<p>Two desks</p>", "4",
             "2026-05-30 12:00", ""],
            ["18370443", "Meeting pods ×3", "Closed Won", "14200.75", "2026-06-30 23:59", "2026-04-01 10:00",
             "Nadia Ferris", "Sales Pipeline", "", "Lumen Row Co-working, Ltd", "", "56", "", "EUR", "1",
             "CLOSED", "", "", "OFFLINE", "", "11", "2026-04-05 09:00", "2026-05-02 09:00"],
            ["18370444", "Treatment room", "Closed Lost", "", "2026-05-02 08:00", "2026-03-01 10:00", "Nadia Ferris",
             "Sales Pipeline", "", "Saltmarsh Physio", "", "57", "", "EUR", "0", "OMIT", "Budget", "",
             "OFFLINE", "", "2", "", ""],
        ],
    )  # fmt: skip


def write_us_deals(path: Path) -> Path:
    """Month first, with dollar amounts, internal stage values; a second spelling of the owner's header."""
    return write_csv(
        path,
        [
            ["Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date", "Create Date", "Deal Owner",
             "Associated Company"],
            ["1", "Pods", "appointmentscheduled", "$8,400.00", "07/31/2026", "05/02/2026", "Amara Eze", "Lumen Row"],
            ["2", "Desk", "closedwon", "$1,200.50", "06/03/2026", "05/01/2026", "Amara Eze", "Marlow Fern Hotel"],
            ["3", "Bar", "closedlost", "$700.00", "06/04/2026", "04/01/2026", "Amara Eze", "Marlow Fern Hotel"],
            ["4", "Shop", "contractsent", "$900.00", "08/01/2026", "04/01/2026", "Amara Eze", "Tern Museum"],
        ],
    )  # fmt: skip


def write_internal_deals(path: Path) -> Path:
    """Internal names, as the API and its exporters give them."""
    return write_csv(
        path,
        [
            ["hs_object_id", "dealname", "dealstage", "amount", "closedate", "createdate", "hubspot_owner_id",
             "pipeline", "deal_currency_code", "hs_is_closed_won", "hs_is_closed"],
            ["9", "Pods", "qualifiedtobuy", "8400", "2026-07-03T10:00:00Z", "2026-05-28T09:14:00Z", "Amara Eze",
             "default", "EUR", "false", "false"],
            ["10", "Desk", "closedwon", "100", "2026-06-03T10:00:00Z", "2026-05-01T09:14:00Z", "Amara Eze", "default",
             "EUR", "true", "true"],
        ],
    )  # fmt: skip


def write_contacts(path: Path) -> Path:
    """Contacts with the suffix of a joined export."""
    return write_csv(
        path,
        [
            ["Record ID - Contact", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number",
             "Job Title", "Company Name", "Contact owner", "Lead Status", "Lifecycle Stage",
             "Create Date", "Street Address", "City", "State/Region", "Postal Code", "Country/Region"],
            ["71", "Jo", "Ash", "jo@brindle.example", "+44 20 7946 0018", "", "Vet", "Brindle Veterinary",
             "Amara Eze", "OPEN", "lead", "2026-05-28 09:14", "1 High Street", "Leeds", "Yorkshire",
             "LS1 1AA", "United Kingdom"],
            ["72", "Al", "Reed", "al@brindle.example", "", "", "", "Brindle Veterinary", "Amara Eze", "", "",
             "2026-05-29 09:14", "", "", "", "", ""],
        ],
    )  # fmt: skip


def write_companies(path: Path) -> Path:
    """Companies as a workbook with date cells."""
    return write_xlsx(
        path,
        [
            ["Record ID", "Company name", "Company Domain Name", "Website URL", "Company owner", "Phone Number",
             "Industry", "City", "Country/Region", "Create Date", "Last Activity Date"],
            [55, "Brindle Veterinary", "brindle.example", "https://brindle.example", "Amara Eze", "+44 20 7946 0000",
             "VETERINARY", "Leeds", "United Kingdom", moment("2026-05-28 09:14"), None],
        ],
    )  # fmt: skip
