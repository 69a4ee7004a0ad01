"""Zoho CRM: ids that begin with zcrm_, pairs of a name and its id, dates as people write them; also in Spanish."""

from pathlib import Path

from tests.exchange.presets.files import write_csv


def write_deals(path: Path) -> Path:
    """The usual export of deals."""
    return write_csv(
        path,
        [
            ["Record Id", "Deal Owner.id", "Deal Owner", "Deal Name", "Account Name.id", "Account Name",
             "Contact Name.id", "Contact Name", "Stage", "Amount", "Currency", "Closing Date",
             "Pipeline.id", "Pipeline", "Description", "Created By.id", "Created By", "Created Time",
             "Modified Time", "Last Activity Time", "Reason For Loss", "Probability (%)", "Lead Source",
             "Next Step", "Tag"],
            ["zcrm_4150868000000123001", "zcrm_41", "Amara Eze", "Reception refit", "zcrm_7", "Brindle Veterinary",
             "zcrm_8", "Jo Ash", "Needs Analysis", "8,400.50", "EUR", "2026-09-30", "zcrm_1", "Standard",
             "Two desks", "zcrm_41", "Amara Eze", "2026-05-28 14:56:28", "2026-06-01 10:00:00",
             "Oct 7, 2025 6:55 PM", "", "20", "Web", "Call", "Hot,VIP"],
            ["zcrm_4150868000000123002", "zcrm_41", "Amara Eze", "Pods", "zcrm_9", "Lumen Row", "", "", "Closed Won",
             "14,200.00", "EUR", "2026-06-30", "zcrm_1", "Standard", "", "zcrm_41", "Amara Eze",
             "2026-04-01 10:00:00", "2026-06-01 10:00:00", "", "", "100", "", "", ""],
            ["zcrm_4150868000000123003", "zcrm_41", "Amara Eze", "Room", "zcrm_9", "Saltmarsh", "", "",
             "Closed Lost to Competition", "700.00", "EUR", "2026-05-02", "zcrm_1", "Standard", "",
             "zcrm_41", "Amara Eze", "2026-03-01 10:00:00", "2026-06-01 10:00:00", "", "Price", "0", "",
             "", ""],
        ],
    )  # fmt: skip


def write_older_deals(path: Path) -> Path:
    """An older account: potentials, renamed columns, amounts with a dollar sign."""
    return write_csv(
        path,
        [
            ["Deal Id", "Potential Owner", "Potential Name", "Company Name", "Sales Stage", "Amount", "Closing Date",
             "Created Time"],
            ["7001", "Amara Eze", "Reception refit", "Brindle Veterinary", "Qualification", "$8,400.50",
             "Oct 7, 2026", "Oct 7, 2025 6:55 PM"],
            ["7002", "Amara Eze", "Pods", "Lumen Row", "Closed Won", "$1,200.00", "Sep 17, 2026",
             "Sep 1, 2025 8:00 AM"],
        ],
    )  # fmt: skip


def write_spanish_deals(path: Path) -> Path:
    """A Zoho in Spanish: semicolons, decimal commas."""
    return write_csv(
        path,
        [
            ["Record Id", "Nombre de Oportunidad", "Propietario de Oportunidad", "Nombre de Cuenta", "Fase", "Importe",
             "Moneda", "Fecha de Cierre", "Probabilidad (%)"],
            ["zcrm_1", "Mostrador", "Amara Eze", "Clínica Brindle", "Calificación", "8.400,50", "EUR", "30/09/2026",
             "10"],
            ["zcrm_2", "Cabinas", "Amara Eze", "Lumen Fila", "Cerrado ganado", "14.200,00", "EUR", "01/06/2026",
             "100"],
            ["zcrm_3", "Sala", "Amara Eze", "Lumen Fila", "Cerrado perdido", "700,00", "EUR", "02/05/2026", "0"],
        ],
        separator=";",
        encoding="utf-8-sig",
    )  # fmt: skip


def write_contacts(path: Path) -> Path:
    """Contacts."""
    return write_csv(
        path,
        [
            ["Record Id", "Contact Owner", "Lead Source", "First Name", "Last Name", "Account Name", "Email", "Title",
             "Phone", "Mobile", "Mailing Street", "Mailing City", "Mailing State", "Mailing Zip",
             "Mailing Country"],
            ["zcrm_8", "Amara Eze", "Web", "Jo", "Ash", "Brindle Veterinary", "jo@brindle.example", "Vet",
             "+44 20 7946 0018", "", "1 High Street", "Leeds", "", "LS1 1AA", "UK"],
        ],
    )  # fmt: skip
