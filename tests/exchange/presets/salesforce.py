"""Salesforce: reports with titles above and a footer below, and the Data Loader's API names."""

from pathlib import Path

from tests.exchange.presets.files import write_csv, write_xlsx


def write_report(path: Path) -> Path:
    """A formatted report: titles, several currencies, month first, a total and a footer."""
    return write_xlsx(
        path,
        [
            ["Open pipeline"],
            ["As of 9/30/2026 10:15 AM"],
            ["Filtered by: All opportunities"],
            [],
            ["Opportunity Owner", "Owner Role", "Account Name", "Opportunity Name", "Stage", "Fiscal Period",
             "Amount Currency", "Amount", "Amount (converted) Currency", "Amount (converted)",
             "Expected Revenue Currency", "Expected Revenue", "Probability (%)", "Age", "Close Date",
             "Created Date", "Next Step", "Lead Source", "Type", "Forecast Category", "Opportunity ID",
             "Last Activity"],
            ["Amara Eze", "Sales", "Brindle Veterinary", "Reception refit", "Needs Analysis", "Q3-2026", "EUR", 8400,
             "USD", 9000, "EUR", 1680, "20%", 12, "9/30/2026", "5/2/2026", "Call", "Web", "New",
             "Pipeline", "0065g00000XyZabAAF", "6/1/2026"],
            ["Amara Eze", "Sales", "Lumen Row", "Pods", "Closed Won", "Q2-2026", "EUR", 14200.5, "USD", 15000, "EUR",
             14200.5, "100%", 40, "6/30/2026", "4/1/2026", None, "Partner", "New", "Closed",
             "0065g00000XyZacAAF", None],
            ["Amara Eze", "Sales", "Saltmarsh", "Room", "Closed Lost", "Q2-2026", "EUR", 700, "USD", 800, "EUR", 0,
             "0%", 40, "5/13/2026", "3/1/2026", None, "Partner", "New", "Omitted", "0065g00000XyZadAAF",
             None],
            [],
            ["Confidential Information - Do Not Distribute"],
            ["Copyright © 2000-2026 salesforce.com, inc. All rights reserved."],
        ],
    )  # fmt: skip


def write_data_loader(path: Path, *, upper: bool = False) -> Path:
    """The weekly export: API names, all quoted, ISO dates and instants in UTC; upper-case in some tools."""
    headers = [
        "Id", "IsDeleted", "AccountId", "Name", "Description", "StageName", "Amount", "Probability",
        "ExpectedRevenue", "CloseDate", "Type", "NextStep", "LeadSource", "IsClosed", "IsWon", "ForecastCategory",
        "ForecastCategoryName", "CurrencyIsoCode", "OwnerId", "CreatedDate", "LastModifiedDate", "LastActivityDate",
        "FiscalQuarter", "FiscalYear",
    ]  # fmt: skip
    return write_csv(
        path,
        [
            [header.upper() for header in headers] if upper else headers,
            ["0065g00000XyZabAAF", "false", "0015g00000AbCdeAAF", "Reception refit", "Two desks", "Value Proposition",
             "8400.0", "50.0", "4200.0", "2026-09-30", "New", "Call", "Web", "false", "false",
             "Pipeline", "Pipeline", "EUR", "0055g00000OwNerAAF", "2026-05-02T23:11:12.000Z",
             "2026-05-02T10:11:12.000Z", "2026-06-01", "3", "2026"],
            ["0065g00000XyZacAAF", "false", "0015g00000AbCdfAAF", "Pods", "", "Signed in ink", "14200.5", "100.0",
             "14200.5", "2026-06-30", "New", "", "", "true", "true", "Closed", "Closed", "EUR",
             "0055g00000OwNerAAF", "2026-04-01T10:11:12.000+0000", "2026-05-02T10:11:12.000Z", "", "2",
             "2026"],
            ["0065g00000XyZadAAF", "false", "0015g00000AbCdeAAF", "Room", "", "Went elsewhere", "700.0", "0.0", "0.0",
             "2026-05-13", "New", "", "", "true", "false", "Omitted", "Omitted", "EUR",
             "0055g00000OwNerAAF", "2026-03-01T10:11:12.000Z", "2026-05-02T10:11:12.000Z", "", "2",
             "2026"],
        ],
        quote_all=True,
    )  # fmt: skip


def write_accounts(path: Path) -> Path:
    """Account.csv of the same export."""
    return write_csv(
        path,
        [
            ["Id", "IsDeleted", "Name", "Type", "BillingStreet", "BillingCity", "BillingPostalCode", "BillingCountry",
             "Phone", "Website", "Industry", "NumberOfEmployees", "OwnerId", "CreatedDate"],
            ["0015g00000AbCdeAAF", "false", "Brindle Veterinary", "Customer", "1 High Street", "Leeds", "LS1 1AA",
             "UK", "+44 20 7946 0000", "https://brindle.example", "Healthcare", "12",
             "0055g00000OwNerAAF", "2026-05-02T10:11:12.000Z"],
            ["0015g00000AbCdfAAF", "false", "Lumen Row", "Customer", "", "", "", "", "", "", "", "",
             "0055g00000OwNerAAF", "2026-05-02T10:11:12.000Z"],
        ],
        quote_all=True,
    )  # fmt: skip


def write_contacts_report(path: Path) -> Path:
    """A report of contacts."""
    return write_csv(
        path,
        [
            ["Salutation", "First Name", "Last Name", "Title", "Account Name", "Email", "Phone", "Mobile",
             "Mailing Street", "Mailing City", "Mailing State/Province", "Mailing Zip/Postal Code",
             "Mailing Country", "Contact Owner", "Lead Source"],
            ["Ms.", "Jo", "Ash", "Vet", "Brindle Veterinary", "jo@brindle.example", "(020) 7946 0018", "",
             "1 High Street", "Leeds", "", "LS1 1AA", "UK", "Amara Eze", "Web"],
        ],
    )  # fmt: skip


def write_stage_history(path: Path) -> Path:
    """An Opportunity History report."""
    return write_csv(
        path,
        [
            ["Opportunity Owner", "Account Name", "Opportunity Name", "From Stage", "To Stage", "Amount",
             "Probability (%)", "Close Date", "Last Modified"],
            ["Amara Eze", "Brindle Veterinary", "Reception refit", "", "Prospecting", "8000", "10%", "9/30/2026",
             "5/2/2026 3:15 PM"],
            ["Amara Eze", "Brindle Veterinary", "Reception refit", "Prospecting", "Needs Analysis", "8400", "20%",
             "9/30/2026", "5/20/2026 9:00 AM"],
            ["Amara Eze", "Lumen Row", "Pods", "Prospecting", "Closed Won", "14200.50", "100%", "6/30/2026",
             "6/30/2026 11:59 PM"],
        ],
    )  # fmt: skip
