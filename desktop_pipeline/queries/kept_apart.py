"""Pairs that somebody said are not the same."""

from desktop_pipeline.storage.workspace import View


def read_kept_apart(view: View, subject: str) -> set[tuple[int, int]]:
    """Their ids, the smaller one first; `subject` is deal, person or organisation."""
    pairs = {
        (int(first), int(second))
        for first, second in view.rows("select first_id, second_id from kept_apart where subject = ?", (subject,))
    }
    # Before the sixth schema they were words of a setting.
    words = (pair.split("-") for pair in view.setting(f"distinct_{subject}", "").split())
    return pairs | {(int(first), int(second)) for first, second in words}
