"""The `deal` command (CLI.md): new, edit, move, win, lose, reopen, delete and list, through the same gate."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.cli.answers import add_debug, add_json
from desktop_pipeline.cli.filter_help import FILTERS
from desktop_pipeline.cli.instants import read_instant
from desktop_pipeline.domain.activities import check_day
from desktop_pipeline.domain.currency_codes import check_known_currency
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import GateError, InvalidError, NotFoundError
from desktop_pipeline.domain.money import Money, to_major, to_minor
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.queries.deal_list import ListedDeal, read_listed

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
DONE, STOPPED = 0, 1
_FIELDS = "value, currency, organisation, person, owner, source, close, probability"


def add_deal_commands(add: Add, pair: Callable[[str], tuple[str, str]]) -> None:
    """Adds the command with its acts; `add` makes one that begins with a workspace, `pair` reads NAME=VALUE."""
    command = add("deal", _list, "Add, edit, move, close and list deals.")
    acts = command.add_subparsers(required=True, metavar="new|edit|move|win|lose|reopen|delete|list")

    def act(name: str, run: Callable[[argparse.Namespace], int], summary: str) -> argparse.ArgumentParser:
        part = acts.add_parser(name, help=summary, description=summary)
        part.set_defaults(run=run)
        return part

    new = act("new", _new, "add a deal")
    new.add_argument("title", metavar="TITLE")
    new.add_argument("fields", nargs="*", type=_pair, metavar="FIELD=VALUE", help=f"{_FIELDS}, stage, pipeline")
    edit = act("edit", _edit, "change fields of a deal; an empty value empties the field")
    edit.add_argument("deal", type=_number, metavar="ID")
    edit.add_argument("fields", nargs="+", type=_pair, metavar="FIELD=VALUE", help=f"title, {_FIELDS}")
    move = act("move", _move, "move a deal to a stage")
    move.add_argument("deal", type=_number, metavar="ID")
    move.add_argument("stage", metavar="STAGE")
    win = act("win", _win, "close a deal as won")
    win.add_argument("deal", type=_number, metavar="ID")
    for part in (move, win):
        part.add_argument("--pass", dest="why", default=None, metavar="WHY", help="why what is required can wait")
    lose = act("lose", _lose, "close a deal as lost")
    lose.add_argument("deal", type=_number, metavar="ID")
    lose.add_argument("--reason", required=True, metavar="R", help="one of the workspace's reasons for losing")
    lose.add_argument("--note", default="", help="in a few words; some reasons need one")
    reopen = act("reopen", _reopen, "open a closed deal again")
    reopen.add_argument("deal", type=_number, metavar="ID")
    delete = act("delete", _delete, "put a deal into the bin")
    delete.add_argument("deal", type=_number, metavar="ID")
    listing = act("list", _list, "list deals")
    listing.add_argument("--filter", action="append", default=[], type=pair, metavar="NAME=VALUE", help="see below")
    listing.formatter_class = argparse.RawDescriptionHelpFormatter
    listing.epilog = FILTERS
    for part in (new, edit, move, win, lose, reopen, delete, listing):
        part.add_argument("--at", default=None, metavar="D", help="the day or instant it holds for; now otherwise")
        part.add_argument("--by", default=None, metavar="NAME", help="who does it")
        add_debug(part)
        add_json(part)


def _new(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.deals import create_deal  # noqa: PLC0415 - each command loads what it needs

    fields = _check_names(options.fields, {*_FIELDS.split(", "), "stage", "pipeline"})
    with _open(options) as workspace:
        value = fields.get("value", "")
        currency = _read_currency(fields, workspace.base_currency)
        deal_id = create_deal(
            workspace,
            title=options.title,
            stage_id=_find_stage(workspace, fields.get("stage"), fields.get("pipeline")),
            at=_read_at(options, workspace),
            organisation=fields.get("organisation"),
            person=fields.get("person"),
            value=_read_money(value, currency) if value else None,
            owner_id=_find(workspace, "owner", fields.get("owner", "")),
            source_id=_find(workspace, "source", fields.get("source", "")),
            expected_close_on=_read_close(fields.get("close", "")),
            probability=_read_share(fields.get("probability", "")),
        )
        return _answer(options, workspace, deal_id)


def _edit(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.edits import DealEdit, edit_deal  # noqa: PLC0415

    fields = _check_names(options.fields, {"title", *_FIELDS.split(", ")})
    with _open(options) as workspace:
        edit = DealEdit()
        if "title" in fields:
            edit["title"] = fields["title"]
        if "organisation" in fields:
            edit["organisation"] = fields["organisation"]
        if "person" in fields:
            edit["person"] = fields["person"]
        if "value" in fields or "currency" in fields:
            edit["value"] = _read_value(workspace, options.deal, fields)
        if "owner" in fields:
            edit["owner_id"] = _find(workspace, "owner", fields["owner"])
        if "source" in fields:
            edit["source_id"] = _find(workspace, "source", fields["source"])
        if "close" in fields:
            edit["expected_close_on"] = _read_close(fields["close"])
        if "probability" in fields:
            edit["probability"] = _read_share(fields["probability"])
        change = edit_deal(workspace, options.deal, at=_read_at(options, workspace), **edit)
        return _answer(options, workspace, options.deal, changed=change is not None)


def _move(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.deals import move_deals  # noqa: PLC0415

    with _open(options) as workspace:
        pipeline_id = workspace.value("select pipeline_id from deal where id = ?", (options.deal,))
        stage_id = _find_stage(workspace, options.stage, None, pipeline_id)
        at = _read_at(options, workspace)
        try:
            change = move_deals(workspace, [options.deal], stage_id, after=None, at=at, why=options.why)
        except GateError as error:
            return _stop(options, error)
        reminders = () if change is None else change.still_open
        return _answer(options, workspace, options.deal, reminders=reminders, changed=change is not None)


def _win(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.deals import win_deals  # noqa: PLC0415

    with _open(options) as workspace:
        try:
            change = win_deals(workspace, [options.deal], at=_read_at(options, workspace), why=options.why)
        except GateError as error:
            return _stop(options, error)
        return _answer(options, workspace, options.deal, reminders=() if change is None else change.still_open)


def _lose(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.deals import lose_deals  # noqa: PLC0415

    with _open(options) as workspace:
        wanted = name_key(options.reason)
        reasons = workspace.rows("select id, name from reason where is_active and reason_group <> 'won'")
        reason_id = next((row[0] for row in reasons if name_key(row[1]) == wanted), None)
        if reason_id is None:
            message = f"There is no reason “{options.reason}”. There are: {', '.join(row[1] for row in reasons)}."
            raise NotFoundError(message)
        at = _read_at(options, workspace)
        lose_deals(workspace, [options.deal], reason_id=reason_id, note=options.note, at=at)
        return _answer(options, workspace, options.deal)


def _reopen(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.deals import reopen_deal  # noqa: PLC0415

    with _open(options) as workspace:
        reopen_deal(workspace, options.deal, at=_read_at(options, workspace))
        return _answer(options, workspace, options.deal)


def _delete(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.deals import delete_deals  # noqa: PLC0415

    with _open(options) as workspace:
        delete_deals(workspace, [options.deal], at=_read_at(options, workspace))
        return _answer(options, workspace, options.deal)


def _list(options: argparse.Namespace) -> int:
    from desktop_pipeline.cli.export_filters import read_question  # noqa: PLC0415

    with open_workspace(options.workspace, read_only=True) as workspace, workspace.reading() as view:
        listed = read_listed(view, read_question(view, options.filter))
    if options.json:
        _say(json.dumps({"deals": [_to_json(deal) for deal in listed]}, ensure_ascii=False))
        return DONE
    for deal in listed:
        where = deal.stage if deal.status is DealStatus.OPEN and deal.stage else deal.status.value
        worth = "" if deal.value is None else f"{to_major(deal.value.minor, deal.value.currency)} {deal.value.currency}"
        _say(f"{deal.deal_id:>6}  {where:<24} {worth:>18}  {deal.title}  {deal.organisation or ''}".rstrip())
    if not listed:
        _say("There is no such deal.")
    return DONE


def _to_json(deal: ListedDeal) -> dict[str, object]:
    return {
        "deal": deal.deal_id,
        "title": deal.title,
        "organisation": deal.organisation,
        "pipeline": deal.pipeline,
        "stage": deal.stage,
        "status": deal.status.value,
        "value": None if deal.value is None else to_major(deal.value.minor, deal.value.currency),
        "currency": None if deal.value is None else deal.value.currency,
        "probability": deal.probability,
        "owner": deal.owner,
        "source": deal.source,
        "labels": list(deal.labels),
        "expected_close": None if deal.expected_close_on is None else deal.expected_close_on.isoformat(),
        "created": None if deal.created_at is None else deal.created_at.isoformat(),
        "closed": None if deal.closed_at is None else deal.closed_at.isoformat(),
    }


def _stop(options: argparse.Namespace, error: GateError) -> int:
    """The open criteria of a deal that may not go on; nothing was changed."""
    missing = [criterion.text for criteria in error.missing.values() for criterion in criteria]
    if options.json:
        _say(json.dumps({"deal": options.deal, "change": None, "missing": missing}, ensure_ascii=False))
    sys.stderr.write(f"{error}\n")
    return STOPPED


def _answer(
    options: argparse.Namespace,
    workspace: Workspace,
    deal_id: int,
    *,
    reminders: tuple[str, ...] = (),
    changed: bool = True,
) -> int:
    entry = workspace.journal.next_undo() if changed else None
    if options.json:
        document: dict[str, object] = {"deal": deal_id, "change": None if entry is None else entry.entry_id}
        _say(json.dumps({**document, "still_open": list(reminders)}, ensure_ascii=False))
        return DONE
    _say("Nothing was changed." if entry is None else f"{deal_id}: {entry.label}")
    for text in reminders:
        _say(f"Still open: {text}")
    return DONE


def _open(options: argparse.Namespace) -> Workspace:
    return open_workspace(options.workspace, who=options.by)


def _read_at(options: argparse.Namespace, workspace: Workspace) -> datetime:
    at = read_instant(options.at, workspace)
    if at > workspace.now():
        sys.stderr.write(f"{options.at} is still to come: figures count this from that day on.\n")
    return at


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        message = f"“{text}” is not a number"
        raise argparse.ArgumentTypeError(message)
    # Beyond what the file can number nothing is found either
    return min(int(text[:19]), 2**62)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name.strip():
        message = f"“{text}” is not of the form FIELD=VALUE"
        raise argparse.ArgumentTypeError(message)
    return name.strip().lower(), value.strip()


def _check_names(pairs: list[tuple[str, str]], known: set[str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for said, value in pairs:
        # As the answers of the command line and the fields of an import call it
        name = "close" if said == "expected_close" else said
        if name not in known:
            message = f"There is no field “{name}”. There are: {', '.join(sorted(known))}."
            raise InvalidError(message)
        if name in told:
            message = f"“{name}” is given twice. Give each field once."
            raise InvalidError(message)
        told[name] = value
    return told


def _find_all(workspace: Workspace, table: str, name: str) -> tuple[int, ...]:
    """Ids of the rows of that name; there can be several stages of one name. Raises NotFoundError for none."""
    # The table is one of our own names.
    rows = workspace.rows(f"select id, name from {table} order by id")  # noqa: S608
    found = tuple(int(row[0]) for row in rows if name_key(row[1]) == name_key(name))
    if not found:
        message = f"There is no {table} “{name}”."
        raise NotFoundError(message)
    return found


def _find(workspace: Workspace, table: str, name: str) -> int | None:
    return _find_all(workspace, table, name)[0] if name else None


def _find_stage(workspace: Workspace, name: str | None, pipeline: str | None, pipeline_id: int | None = None) -> int:
    """An open stage by name, of the pipeline that is meant before any other; without a name the first one."""
    if pipeline is not None:
        pipeline_id = _find(workspace, "pipeline", pipeline)
    rows = workspace.rows(
        "select s.id, s.name, s.pipeline_id from stage s join pipeline p on p.id = s.pipeline_id"
        " where s.is_open and not s.is_archived and not p.is_archived and (?1 is null or p.id = ?1 or ?2)"
        " order by p.id is not ?1, p.position, p.id, s.position, s.id",
        (pipeline_id, pipeline is None),
    )
    found = next((row[0] for row in rows if name is None or name_key(row[1]) == name_key(name)), None)
    if found is None:
        names = ", ".join(dict.fromkeys(row[1] for row in rows))
        message = f"There is no open stage “{name or ''}”. There are: {names}."
        raise NotFoundError(message)
    return int(found)


def _read_money(text: str, currency: str) -> Money:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        message = f"“{text}” is not an amount. Write it like 1250.50."
        raise InvalidError(message) from None
    minor = to_minor(amount, currency)
    if Decimal(to_major(minor, currency)) != amount:
        message = f"“{text}” is finer than {currency} is counted. Write it like {to_major(minor, currency)}."
        raise InvalidError(message)
    return Money(minor, currency)


def _read_currency(fields: dict[str, str], usual: str) -> str:
    return check_known_currency(fields["currency"]) if fields.get("currency") else usual


def _read_value(workspace: Workspace, deal_id: int, fields: dict[str, str]) -> Money | None:
    """A new amount in the deal's currency or another one, or the known amount in another one."""
    known = workspace.row("select value, currency from deal where id = ?", (deal_id,)) or (None, "")
    currency = _read_currency(fields, str(known[1]) or workspace.base_currency)
    if "value" in fields:
        return _read_money(fields["value"], currency) if fields["value"] else None
    return None if known[0] is None else _read_money(to_major(int(known[0]), str(known[1])), currency)


def _read_share(text: str) -> float | None:
    """A share from 0 to 1, or in percent with its sign; None for nothing."""
    if not text:
        return None
    try:
        number = Decimal(text.rstrip("%").strip())
    except InvalidOperation:
        message = f"“{text}” is not a probability. Write it like 0.4 or 40%."
        raise InvalidError(message) from None
    return float(number / 100 if text.endswith("%") else number)


def _read_close(text: str) -> date | None:
    if not text:
        return None
    try:
        return check_day(date.fromisoformat(text))
    except ValueError:
        message = f"“{text}” is not a date. Write it like 2026-03-31."
        raise InvalidError(message) from None


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
