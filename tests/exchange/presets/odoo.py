"""Odoo: labels or technical names, true dates in workbooks, lost deals archived with no chance, notes in HTML."""

from datetime import date
from pathlib import Path

from tests.exchange.presets.files import moment, write_csv, write_xlsx


def write_deals(path: Path) -> Path:
    """The export with labels, as a workbook."""
    return write_xlsx(
        path,
        [
            ["Opportunity", "Customer", "Contact Name", "Company Name", "Email", "Phone", "Job Position",
             "Salesperson", "Sales Team", "Stage", "Expected Revenue", "Prorated Revenue", "Probability",
             "Expected Closing", "Closed Date", "Last Stage Update", "Lost Reason", "Tags", "Notes",
             "Active", "Created on", "Source", "Medium", "Campaign"],
            ["Reception refit", "Brindle Veterinary, Jo Ash", "Jo Ash", "Brindle Veterinary", "jo@brindle.example",
             "+44 20 7946 0018", "Vet", "Amara Eze", "Europe", "Proposition", 8400.5, 4200.25, 50.0,
             date(2026, 9, 30), None, moment("2026-06-01 08:00"), None, "Product,Services",
             "<p>Two <b>desks</b></p>", True, moment("2026-05-28 09:14"), "Newsletter", "Email", None],
            ["Pods", "Lumen Row", None, "Lumen Row", None, None, None, "Amara Eze", "Europe", "Won", 14200, 14200,
             100.0, date(2026, 6, 30), moment("2026-06-28 12:00"), moment("2026-06-28 12:00"), None,
             None, None, True, moment("2026-04-01 09:00"), None, None, None],
            ["Room", "Saltmarsh", None, "Saltmarsh", None, None, None, "Amara Eze", "Europe", "Qualified", 700, 0,
             0.0, None, moment("2026-05-02 12:00"), None, "Too expensive", None, None, False,
             moment("2026-03-01 09:00"), None, None, None],
        ],
        sheet="Sheet1",
    )  # fmt: skip


def write_import_compatible(path: Path) -> Path:
    """The import-compatible export: technical names, external ids."""
    return write_csv(
        path,
        [
            ["id", "name", "stage_id", "partner_id", "user_id", "expected_revenue", "date_deadline", "probability",
             "active", "create_date"],
            ["__export__.crm_lead_12", "Reception refit", "New", "Brindle Veterinary", "Amara Eze", "8400.5",
             "2026-09-30", "10.0", "True", "2026-05-28 09:14:00"],
            ["__export__.crm_lead_13", "Room", "Qualified", "Saltmarsh", "Amara Eze", "700.0", "", "0.0", "False",
             "2026-03-01 09:00:00"],
        ],
    )  # fmt: skip
