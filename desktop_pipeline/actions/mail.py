"""E-mail as screens use it: prepared for each person, sent one by one or by the mail program, and logged."""

from desktop_pipeline.actions.mail_accounts import (
    can_keep_passwords,
    forget_mail_account,
    keep_mail_account,
    read_mail_account,
    try_mail_account,
)
from desktop_pipeline.actions.mail_files import make_mail_link, save_mail_file
from desktop_pipeline.actions.mail_logging import Logged, log_reply, read_mail_file
from desktop_pipeline.actions.mail_preparing import (
    Saying,
    find_activity_target,
    find_deal_targets,
    prepare_again,
    prepare_mails,
)
from desktop_pipeline.actions.mail_sending import (
    MailResult,
    confirm_sent,
    drop_drafts,
    keep_drafts,
    send_kept,
    settle_interrupted,
    settle_uncertain,
)

__all__ = [
    "Logged",
    "MailResult",
    "Saying",
    "can_keep_passwords",
    "confirm_sent",
    "drop_drafts",
    "find_activity_target",
    "find_deal_targets",
    "forget_mail_account",
    "keep_drafts",
    "keep_mail_account",
    "log_reply",
    "make_mail_link",
    "prepare_again",
    "prepare_mails",
    "read_mail_account",
    "read_mail_file",
    "save_mail_file",
    "send_kept",
    "settle_interrupted",
    "settle_uncertain",
    "try_mail_account",
]
