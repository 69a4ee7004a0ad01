"""EspoCRM: attribute names in text files, labels in workbooks, an apostrophe before cells that look like formulas."""

from pathlib import Path

from tests.exchange.presets.files import write_csv, write_xlsx


def write_deals(path: Path) -> Path:
    """Attribute names; instants are in UTC, the contacts JSON."""
    return write_csv(
        path,
        [
            ["id", "name", "amount", "amountCurrency", "accountId", "accountName", "stage", "lastStage",
             "probability", "leadSource", "closeDate", "description", "contactsIds", "contactsNames",
             "assignedUserId", "assignedUserName", "createdAt", "modifiedAt", "teamsNames"],
            ["5c1", "'+Reception refit", "8400.5", "EUR", "a1", "Brindle Veterinary", "Proposal", "", "50", "Web Site",
             "2026-09-30", "Two desks", '["c1"]', '{"c1":"Jo Ash"}', "u1", "Amara Eze", "2026-05-28 23:30:00",
             "2026-06-01 10:00:00", "{}"],
            ["5c2", "Pods", "14200", "EUR", "a2", "'t Hooft Labs", "Closed Won", "Negotiation", "100", "",
             "2026-06-30", "", "[]", "{}", "u1", "Amara Eze", "2026-04-01 10:00:00",
             "2026-06-01 10:00:00", "{}"],
            ["5c3", "Room", "700", "EUR", "a3", "Saltmarsh", "Closed Lost", "Prospecting", "0", "", "2026-05-02", "",
             "[]", "{}", "u1", "Amara Eze", "2026-03-01 10:00:00", "2026-06-01 10:00:00", "{}"],
        ],
    )  # fmt: skip


def write_label_deals(path: Path) -> Path:
    """Labels, as a workbook; dates as the user has them."""
    return write_xlsx(
        path,
        [
            ["Name", "Account", "Stage", "Amount", "Probability, %", "Lead Source", "Close Date", "Contact (Primary)",
             "Description", "Amount (converted)", "Amount Weighted", "Last Stage", "Assigned User", "Created At"],
            ["Reception refit", "Brindle Veterinary", "Qualification", 8400.5, 20, "Web Site", "30. 09. 2026",
             "Jo Ash", None, 9000, 1680.1, None, "Amara Eze", "28. 05. 2026 14:30"],
            ["Pods", "Lumen Row", "Closed Won", 14200, 100, None, "01. 06. 2026", None, None, 15000, 14200,
             "Negotiation", "Amara Eze", "01. 04. 2026 10:00"],
        ],
    )  # fmt: skip


def write_contacts(path: Path) -> Path:
    """Contacts with attribute names; phones bear the apostrophe."""
    return write_csv(
        path,
        [
            ["id", "firstName", "lastName", "emailAddress", "phoneNumber", "title", "accountName", "addressStreet",
             "addressCity", "assignedUserName", "createdAt"],
            ["c1", "Jo", "Ash", "jo@brindle.example", "'+442079460018", "Vet", "Brindle Veterinary", "1 High Street",
             "Leeds", "Amara Eze", "2026-05-28 09:14:00"],
        ],
    )  # fmt: skip
