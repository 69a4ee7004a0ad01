"""Writing e-mails: templates, previews for each person, and sending them one by one."""
