"""E-mail out and in: messages, the account and its keyring, the sending itself, and reading files of messages."""
