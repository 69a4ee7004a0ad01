"""Pipedrive: headers “Deal - Title”, linked records by name, the user's own formats, sometimes the user's language."""

from pathlib import Path

from tests.exchange.presets.files import write_csv, write_xlsx

DEALS = [
    "Deal - ID", "Deal - Title", "Deal - Value", "Deal - Currency of Value", "Deal - Status", "Deal - Stage",
    "Deal - Pipeline", "Deal - Owner", "Deal - Organization", "Deal - Contact person", "Deal - Deal created",
    "Deal - Deal closed on", "Deal - Won time", "Deal - Lost time", "Deal - Lost reason", "Deal - Update time",
    "Deal - Last stage change", "Deal - Last activity date", "Deal - Next activity date",
    "Deal - Expected close date", "Deal - Probability", "Deal - Label", "Deal - Total activities", "Person - Email",
    "Person - Phone", "Organization - Name", "Deal - Surface",
]  # fmt: skip


def write_deals(path: Path) -> Path:
    """Day first, values as a workbook writes them; won and lost deals keep the stage they were in."""
    return write_csv(
        path,
        [
            DEALS,
            ["12", "Showroom fit-out", "22600", "EUR", "Open", "Proposal Made", "Sales", "Nadia Ferris", "Zaria Home",
             "Zoe Ray", "03/02/2026 09:14", "", "", "", "", "04/03/2026 10:00", "04/03/2026 10:00", "02/03/2026",
             "29/03/2026", "15/10/2026", "40", "Hot, VIP", "3", "zoe@zaria.example, zoe.ray@home.example",
             "+44 20 7946 0018", "Zaria Home", "120 m2"],
            ["13", "Hotel lobby desk", "27300.5", "EUR", "won", "Negotiations Started", "Sales", "Amara Eze",
             "Marlow Fern Hotel", "Ravi Shah", "12/01/2026 11:30", "28/02/2026 16:00",
             "28/02/2026 16:00", "", "", "28/02/2026 16:00", "20/02/2026 08:00", "27/02/2026", "",
             "01/03/2026", "", "", "7", "ravi@marlow.example", "", "Marlow Fern Hotel", ""],
            ["14", "Bar and back-bar", "", "EUR", "LOST", "Qualified", "Sales", "Amara Eze", "Marlow Fern Hotel", "",
             "05/01/2026 08:00", "31/01/2026 12:00", "", "31/01/2026 12:00", "Too expensive", "31/01/2026 12:00", "",
             "", "", "", "", "", "0", "", "", "Marlow Fern Hotel", ""],
            ["15", "Gone", "1", "EUR", "deleted", "Qualified", "Sales", "Amara Eze", "Marlow Fern Hotel", "",
             "05/01/2026 08:00", "", "", "", "", "", "", "", "", "", "", "", "0", "", "", "", ""],
        ],
    )  # fmt: skip


def write_estonian_deals(path: Path) -> Path:
    """A Pipedrive in Estonian: semicolons, decimal commas, dates with dots."""
    return write_csv(
        path,
        [
            ["Tehingu nimi", "Tehingu väärtus", "Tehingu valuuta", "Staatus", "Etapp", "Tehingu omanik",
             "Organisatsioon", "Kontaktisik", "Eeldatav sulgemiskuupäev", "Kaotuse põhjus"],
            ["Köögimööbel", "12 500,50", "EUR", "Avatud", "Qualified", "Mari Tamm", "Puu OÜ", "Jaan Kask",
             "31.12.2026", ""],
            ["Riiulid", "8400,00", "EUR", "Võidetud", "Contact Made", "Mari Tamm", "Puu OÜ", "", "05.06.2026", ""],
            ["Uksed", "1 000,00", "EUR", "Kaotatud", "Contact Made", "Mari Tamm", "Kivi AS", "", "", "Hind"],
        ],
        separator=";",
        encoding="utf-8-sig",
    )  # fmt: skip


def write_german_deals(path: Path) -> Path:
    """A Pipedrive in German."""
    return write_csv(
        path,
        [
            ["Geschäft - Titel", "Geschäft - Wert", "Geschäft - Währung", "Geschäft - Status", "Geschäft - Phase",
             "Geschäft - Besitzer", "Geschäft - Organisation", "Geschäft - Kontaktperson",
             "Geschäft - Erwartetes Abschlussdatum"],
            ["Empfangstheke", "12.500,00", "EUR", "Offen", "Qualified", "Jörg Weiß", "Groß & Söhne", "Änne Öztürk",
             "13.10.2026"],
            ["Regale", "900,00", "EUR", "Gewonnen", "Demo Scheduled", "Jörg Weiß", "Groß & Söhne", "", "01.02.2026"],
            ["Türen", "450,00", "EUR", "Verloren", "Demo Scheduled", "Jörg Weiß", "Kiefer KG", "", ""],
        ],
        separator=";",
        encoding="cp1252",
    )  # fmt: skip


def write_import_sample(path: Path) -> Path:
    """The vendor's own import vocabulary: one row tells person, organisation, deal, activity and note."""
    return write_csv(
        path,
        [
            ["Person - Name*", "Person - First name", "Person - Last name", "Person - Phone", "Person - Email (Work)",
             "Person - Email (Home)", "Organization - Name*", "Organization - Address", "Deal - Title", "Deal - Value",
             "Activity - Subject*", "Activity - Due date", "Note - Content*"],
            ["Tia Moor", "Tia", "Moor", "570-555-7197", "tia@moor.example", "tia@home.example", "Moor Limited",
             "5, Fincham Road, US", "Moor deal", "100.0", "First pitch", "45631.0",
             "<p>Likes <b>oak</b>&nbsp;doors</p>"],
            ["Ian Lee", "Ian", "Lee", "", "ian@lee.example", "", "Lee Limited", "", "Lee deal", "250.5", "Call",
             "45640.0", ""],
        ],
    )  # fmt: skip


def write_people(path: Path) -> Path:
    """People as a workbook."""
    return write_xlsx(
        path,
        [
            ["Person - ID", "Person - Name", "Person - Organization", "Person - Email", "Person - Phone",
             "Person - Job title"],
            [3, "Zoe Ray", "Zaria Home", "zoe@zaria.example, zoe.ray@home.example", "+44 20 7946 0018", "Buyer"],
            [4, "Ravi Shah", "Marlow Fern Hotel", "ravi@marlow.example", "", "Owner"],
        ],
    )  # fmt: skip


def write_organisations(path: Path) -> Path:
    """Organisations."""
    return write_csv(
        path,
        [
            ["Organization - ID", "Organization - Name", "Organization - Address", "Organization - Owner"],
            ["1", "Zaria Home", "1 High Street, Leeds, LS1 1AA", "Nadia Ferris"],
            ["2", "Marlow Fern Hotel", "", "Amara Eze"],
        ],
    )


def write_activities(path: Path) -> Path:
    """Activities, done and to do, with notes in HTML."""
    return write_csv(
        path,
        [
            ["Activity - Subject", "Activity - Type", "Activity - Due date", "Activity - Due time", "Activity - Done",
             "Activity - Note", "Activity - Assigned to user", "Deal - Title", "Person - Name", "Person - Email",
             "Organization - Name"],
            ["Call about colours", "Call", "29/09/2024", "14:30", "Done", "<div>Wants <b>oak</b></div>",
             "Nadia Ferris", "Showroom fit-out", "Zoe Ray", "zoe@zaria.example", "Zaria Home"],
            ["Send quote", "Task", "02/10/2024", "", "To do", "", "Amara Eze", "Hotel lobby desk", "", "",
             "Marlow Fern Hotel"],
        ],
    )  # fmt: skip


def write_notes(path: Path) -> Path:
    """Notes, HTML within."""
    return write_csv(
        path,
        [
            ["Note - Content", "Note - Add time", "Note - User", "Deal - Title", "Person - Name",
             "Organization - Name"],
            ["<p>First line</p><p>Second &amp; last</p>", "2024-09-29 12:00:00", "Nadia Ferris", "Showroom fit-out",
             "Zoe Ray", "Zaria Home"],
        ],
    )  # fmt: skip


def write_leads(path: Path) -> Path:
    """Leads of the inbox."""
    return write_csv(
        path,
        [
            ["Lead - ID", "Lead - Title", "Lead - Value", "Lead - Currency of value", "Lead - Owner",
             "Lead - Organization", "Lead - Contact person", "Lead - Source", "Lead - Labels",
             "Lead - Lead created"],
            ["a1-b2", "Chair enquiry", "500", "EUR", "Amara Eze", "", "Ida Holm", "Web form", "Warm",
             "2026-03-04 10:11:12"],
            ["a1-b3", "Tables", "", "EUR", "Amara Eze", "Nordbukt Marine", "", "Phone", "", "2026-03-05 10:11:12"],
        ],
    )  # fmt: skip


def write_products(path: Path) -> Path:
    """The list of products."""
    return write_csv(
        path,
        [
            ["Product - Name*", "Product - Product Code", "Product - Unit", "Product - Price", "Product - Currency"],
            ["Oak desk", "OD-1", "pc", "1200.50", "EUR"],
            ["Shelf", "SH-2", "m", "80", "EUR"],
        ],
    )  # fmt: skip
