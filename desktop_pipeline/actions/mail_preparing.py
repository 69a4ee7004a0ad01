"""E-mails made ready for people, deals or a segment: one for each, with what still keeps it back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.messages import MailFile, MailProblem, Trouble
from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.domain.prepared_mail import (
    Addressee,
    MailDraft,
    MailTarget,
    PreparedMail,
    mark_doubles,
    prepare,
)
from desktop_pipeline.domain.templates import first_name, last_name
from desktop_pipeline.storage.company_facts import read_company
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.mail_facts import read_message_row
from desktop_pipeline.storage.workspace import View


def tell_money(minor: int, currency: str) -> str:
    """`EUR 12,000`, with its cents where there are any."""
    amount = Decimal(minor).scaleb(-minor_digits(currency))
    return f"{currency} {amount:,.{0 if amount == amount.to_integral_value() else minor_digits(currency)}f}"


def tell_day(day: date) -> str:
    """`9 June 2026`."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Saying:
    """How amounts and days stand in an e-mail; the window gives its own."""

    money: Callable[[int, str], str] = tell_money
    day: Callable[[date], str] = tell_day


def prepare_mails(
    view: View,
    draft: MailDraft,
    targets: Iterable[MailTarget],
    *,
    account: MailAccount | None = None,
    saying: Saying | None = None,
) -> list[PreparedMail]:
    """One e-mail for each target, in their order; nothing is kept. What cannot go out says so in its problems.

    A target that names a deal only is for its main person. Without a deal's owner, name and address are those of the
    account. Targets whose person or deal is gone are left out.
    """
    company = read_company(view)
    common: dict[str, str | None] = {
        "company.name": company.name,
        "company.email": company.email,
        "company.phone": company.phone,
        "company.website": company.website,
    }
    if account is not None:
        common |= _name_owner(account.name or None, account.address)
    reader = _AddresseeReader(view, common, draft.template_id, saying or Saying())
    addressees = [found for target in targets if (found := reader.read(target)) is not None]
    lost = _find_lost(view, [each.file for each in draft.files])
    return mark_doubles(_mark_lost(prepare(draft, addressee), lost) for addressee in addressees)


def prepare_again(view: View, row_id: int) -> PreparedMail:
    """A kept draft, or one that was refused, as it would go out now; raises NotFoundError.

    Only who it goes to is looked up anew: they may have asked not to be written to in the meantime.
    """
    row = read_message_row(view, row_id)
    if row is None:
        message = "This e-mail is not there any more."
        raise NotFoundError(message)
    written = MailDraft("-", "-", template_id=None)
    target = MailTarget(row.person_id, row.deal_id, row.activity_id)
    addressee = _AddresseeReader(view, {}, None, Saying()).read(target) if row.person_id else None
    if addressee is None:
        addressee = Addressee(target, row.person_name or row.recipient, row.recipient, row.organisation_id)
    mail = replace(
        prepare(written, replace(addressee, email=row.recipient)),
        attachments=row.files,
        template_id=row.template_id,
        row_id=row.row_id,
    )
    return _mark_lost(mail.edit(row.subject, row.text), _find_lost(view, row.files))


def find_deal_targets(view: View, deal_ids: Sequence[int]) -> list[MailTarget]:
    """A target for each deal: its main person who still works there and can be written to, else its main person."""
    return [MailTarget(_find_main_person(view, deal_id), deal_id) for deal_id in dict.fromkeys(deal_ids)]


def find_activity_target(view: View, activity_id: int) -> MailTarget:
    """Whom the e-mail of an activity goes to; raises NotFoundError where there is no such activity."""
    row = view.row("select person_id, deal_id from activity where id = ?", (activity_id,))
    if row is None:
        message = f"There is no activity number {activity_id}."
        raise NotFoundError(message)
    person_id, deal_id = row
    if person_id is None and deal_id is not None:
        person_id = _find_main_person(view, deal_id)
    return MailTarget(person_id, deal_id, activity_id)


def _find_main_person(reader: Reader, deal_id: int) -> int | None:
    found = reader.value(
        "select p.id from deal_person dp join person p on p.id = dp.person_id"
        " where dp.deal_id = ? and p.deleted_at is null"
        " order by p.left_on is not null, trim(coalesce(p.email, '')) = '', dp.id",
        (deal_id,),
    )
    return None if found is None else int(found)


def _name_owner(name: str | None, email: str | None) -> dict[str, str | None]:
    return {"owner.name": name, "owner.first_name": first_name(name or ""), "owner.email": email}


def _find_lost(view: View, files: Sequence[MailFile]) -> frozenset[str]:
    """Digests of files whose content is not in the workspace any more."""
    return frozenset(
        file.digest or ""
        for file in files
        if file.digest is None or view.value("select 1 from stored_file where digest = ?", (file.digest,)) is None
    )


def _mark_lost(mail: PreparedMail, lost: frozenset[str]) -> PreparedMail:
    missing = [MailProblem(Trouble.LOST_FILE, file.name) for file in mail.attachments if (file.digest or "") in lost]
    return replace(mail, problems=(*mail.problems, *missing)) if missing else mail


class _AddresseeReader:
    """Reads what is known of those an e-mail goes to."""

    def __init__(self, view: View, common: dict[str, str | None], template_id: int | None, saying: Saying) -> None:
        self._view = view
        self._common = common
        self._template_id = template_id
        self._saying = saying

    def read(self, target: MailTarget) -> Addressee | None:
        person_id = target.person_id
        if person_id is None and target.deal_id is not None:
            person_id = _find_main_person(self._view, target.deal_id)
        values = dict(self._common)
        organisation_id = None
        if target.deal_id is not None:
            told = self._read_deal(target.deal_id)
            if told is None:
                return None
            organisation_id, of_deal = told
            values |= of_deal
        if person_id is None:
            return self._nobody(target, organisation_id, values)
        row = self._view.row(
            "select name, organisation_id, email, phone, job_title, prefers, left_on is not null,"
            " deleted_at is not null from person where id = ?",
            (person_id,),
        )
        if row is None:
            return None
        name, at_home, email, phone, job_title, prefers, has_left, is_in_bin = row
        organisation_id = at_home if organisation_id is None else organisation_id
        values |= {
            "person.name": name,
            "person.first_name": first_name(name),
            "person.last_name": last_name(name),
            "person.email": email,
            "person.phone": phone,
            "person.job_title": job_title,
        }
        industry = self._read_organisation(organisation_id, values)
        return Addressee(
            target=replace(target, person_id=person_id),
            name=name,
            email=email,
            organisation_id=organisation_id,
            industry=industry,
            prefers=prefers,
            has_left=bool(has_left),
            is_in_bin=bool(is_in_bin),
            was_sent_before=self._was_sent_before(person_id),
            values=values,
        )

    def _nobody(
        self, target: MailTarget, organisation_id: int | None, values: dict[str, str | None]
    ) -> Addressee | None:
        """A deal without people: the e-mail is made ready all the same, and says that nobody gets it."""
        if target.deal_id is None:
            return None
        industry = self._read_organisation(organisation_id, values)
        name = values.get("organisation.name") or values.get("deal.title") or ""
        return Addressee(target, name, None, organisation_id, industry, values=values)

    def _read_deal(self, deal_id: int) -> tuple[int | None, dict[str, str | None]] | None:
        row = self._view.row(
            "select d.organisation_id, d.title, d.value, d.currency, s.name, d.expected_close_on, w.name, w.email"
            " from deal d left join stage s on s.id = d.stage_id left join owner w on w.id = d.owner_id"
            " where d.id = ? and d.deleted_at is null",
            (deal_id,),
        )
        if row is None:
            return None
        organisation_id, title, value, currency, stage, expected, owner, email = row
        told: dict[str, str | None] = {
            "deal.title": title,
            "deal.value": None if value is None else self._saying.money(value, currency),
            "deal.stage": stage,
            "deal.expected_close": None if expected is None else self._saying.day(date.fromisoformat(expected)),
        }
        if owner is not None:
            told |= _name_owner(owner, email or self._common.get("owner.email"))
        return organisation_id, told

    def _read_organisation(self, organisation_id: int | None, values: dict[str, str | None]) -> str | None:
        row = self._view.row(
            "select name, industry, country, website from organisation where id = ?", (organisation_id,)
        )
        name, industry, country, website = row or (None, None, None, None)
        values |= {
            "organisation.name": name,
            "organisation.industry": industry,
            "organisation.country": country,
            "organisation.website": website,
        }
        return None if industry is None else str(industry)

    def _was_sent_before(self, person_id: int) -> bool:
        sql = (
            "select 1 from message where person_id = ? and template_id = ? and direction = 'out'"
            " and state in ('sent', 'sending', 'uncertain')"
        )
        return self._template_id is not None and self._view.value(sql, (person_id, self._template_id)) is not None
