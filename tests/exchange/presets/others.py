"""SuiteCRM, Krayin, Atomic, Frappe and Twenty, and our own export."""

from pathlib import Path

from tests.exchange.presets.files import write_csv

JOINER = "\u200d"


def write_suitecrm(path: Path) -> Path:
    """SuiteCRM: month first, an apostrophe before risky cells."""
    return write_csv(
        path,
        [
            ["Opportunity Name", "ID", "Opportunity Amount", "Currency", "Expected Close Date", "Sales Stage",
             "Probability (%)", "Next Step", "Type", "Account Name", "Assigned User Name",
             "Date Created"],
            ["'=Reception refit", "6f1-a", "8,400.50", "EUR", "09/30/2026", "Needs Analysis", "25", "'-call",
             "New Business", "Brindle Veterinary", "Amara Eze", "05/28/2026 09:14"],
            ["Pods", "6f1-b", "14,200.00", "EUR", "06/01/2026", "Closed Won", "100", "", "New Business", "Lumen Row",
             "Amara Eze", "04/01/2026 09:14"],
            ["Room", "6f1-c", "700.00", "EUR", "05/02/2026", "Closed Lost", "0", "", "New Business", "Saltmarsh",
             "Amara Eze", "03/01/2026 09:14"],
        ],
        quote_all=True,
    )  # fmt: skip


def write_krayin_leads(path: Path) -> Path:
    """Krayin leads, which are deals."""
    return write_csv(
        path,
        [
            ["id", "title", "description", "lead_value", "status", "lost_reason", "closed_at", "user_id", "person_id",
             "lead_source_id", "lead_type_id", "lead_pipeline_id", "product", "lead_pipeline_stage_id",
             "expected_close_date"],
            ["1", "Reception refit", "<p>Two desks</p>", "8400.5000", "1", "", "", "Amara Eze", "Jo Ash", "Web",
             "New Business", "Default Pipeline", "Oak desk", "follow-up", "2026-09-30"],
            ["2", "Pods", "", "14200.0000", "1", "", "2026-06-30 12:00:00", "Amara Eze", "Al Reed", "Phone",
             "New Business", "Default Pipeline", "", "won", "2026-06-30"],
            ["3", "Room", "", "700.0000", "0", "Too expensive", "2026-05-02 12:00:00", "Amara Eze", "Al Reed", "Phone",
             "New Business", "Default Pipeline", "", "lost", ""],
        ],
    )  # fmt: skip


def write_krayin_persons(path: Path) -> Path:
    """Krayin persons, whose addresses and numbers are JSON."""
    return write_csv(
        path,
        [
            ["name", "emails", "contact_numbers", "organization_id", "job_title", "user_id"],
            ["Jo Ash", '[{"value":"jo@brindle.example","label":"work"},{"value":"jo@home.example","label":"home"}]',
             '[{"value":"+442079460018","label":"work"}]', "Brindle Veterinary", "Vet", "Amara Eze"],
            ["Al Reed", '[{"value":"al@brindle.example","label":"work"}]', "[]", "Brindle Veterinary", "",
             "Amara Eze"],
        ],
    )  # fmt: skip


def write_atomic_deals(path: Path) -> Path:
    """Atomic CRM deals."""
    return write_csv(
        path,
        [
            ["id", "name", "company_id", "contact_ids", "category", "stage", "description", "amount", "created_at",
             "updated_at", "archived_at", "expected_closing_date", "sales_id", "index"],
            ["1", "Reception refit", "7", "[3]", "other", "proposal-sent", "Two desks", "8400",
             "2026-05-28T09:14:00+00:00", "2026-06-01T10:00:00+00:00", "", "2026-09-30T00:00:00+00:00",
             "1", "0"],
            ["2", "Pods", "8", "[]", "other", "won", "", "14200", "2026-04-01T09:00:00.123456+00:00",
             "2026-06-01T10:00:00+00:00", "", "2026-06-30T00:00:00+00:00", "1", "1"],
            ["3", "Room", "8", "[]", "other", "in-negociation", "", "700", "2026-04-01T09:00:00+00",
             "2026-06-01T10:00:00+00:00", "", "", "1", "2"],
        ],
    )  # fmt: skip


def write_atomic_contacts(path: Path) -> Path:
    """Atomic CRM contacts with several typed addresses and numbers."""
    return write_csv(
        path,
        [
            ["first_name", "last_name", "gender", "title", "background", "first_seen", "last_seen", "has_newsletter",
             "status", "tags", "linkedin_url", "company", "email_work", "email_home", "email_other",
             "phone_work", "phone_home", "phone_other"],
            ["Jo", "Ash", "female", "Vet", "Met at the fair", "2026-07-01T00:00:00+00:00",
             "2026-07-01T11:54:49.95+00:00", "false", "in-contract", "influencer, developer",
             "https://www.linkedin.example/in/joash", "Brindle Veterinary", "jo@brindle.example",
             "jo@home.example", "jo@other.example", "659-980-2015", "740.645.3807", "(446) 758-2122"],
            ["Al", "Reed", "male", "", "", "2026-07-01T00:00:00+00:00", "", "true", "cold", "", "",
             "Brindle Veterinary", "", "", "al@brindle.example", "", "", ""],
        ],
    )  # fmt: skip


def write_frappe(path: Path) -> Path:
    """Frappe CRM deals: the status is the stage."""
    return write_csv(
        path,
        [
            ["name", "organization", "deal_owner", "status", "deal_value", "expected_deal_value", "probability",
             "expected_closure_date", "closed_date", "source", "territory", "lost_reason", "lost_notes",
             "next_step", "currency", "exchange_rate"],
            ["CRM-DEAL-2026-00001", "Brindle Veterinary", "amara@ours.example", "Demo/Making", "8400.5", "2100", "25",
             "2026-09-30", "", "Web", "Europe", "", "", "Call", "EUR", "1"],
            ["CRM-DEAL-2026-00002", "Lumen Row", "amara@ours.example", "Won", "14200", "14200", "100", "2026-06-30",
             "2026-06-28", "", "Europe", "", "", "", "EUR", "1"],
            ["CRM-DEAL-2026-00003", "Saltmarsh", "amara@ours.example", "Lost", "700", "0", "0", "", "2026-05-02", "",
             "Europe", "Price", "<p>Too much</p>", "", "EUR", "1"],
        ],
    )  # fmt: skip


def write_twenty(path: Path) -> Path:
    """Twenty: amount and currency as parts of one field, a joiner before risky cells."""
    return write_csv(
        path,
        [
            ["Name", "Amount / Amount", "Amount / Currency", "Close date", "Stage", "Company", "Point of Contact",
             "Creation date", "Id"],
            [f"{JOINER}=Reception refit", "8400.5", "EUR", "2026-09-30T00:00:00.000Z", "SCREENING",
             "Brindle Veterinary", "Jo Ash", "2026-05-28T09:14:00.000Z", "20202020-aaaa"],
            ["Pods", "14200", "EUR", "2026-06-30T00:00:00.000Z", "CUSTOMER", f"{JOINER}@Lumen", "Al Reed",
             "2026-04-01T09:14:00.000Z", "20202020-aaab"],
        ],
    )  # fmt: skip


def write_own(path: Path) -> Path:
    """Our own export, told by the column of ids; its cells are taken as they are."""
    return write_csv(
        path,
        [
            ["Deal ID (do not change)", "Title", "Organisation", "Value", "Currency", "Stage", "Status",
             "Expected close"],
            ["1", "'=Reception refit", "Brindle Veterinary", "8400.50", "EUR", "Proposal", "Open", "2026-09-30"],
            ["2", "Pods", "Lumen Row", "14200.00", "EUR", "", "Won", "2026-06-30"],
        ],
    )  # fmt: skip
