"""What is told of a file while it is understood: the cells that could not be taken, and what is asked."""

from desktop_pipeline.exchange.records import Problem, Question
from desktop_pipeline.exchange.tables import Table


class Notes:
    """Problems and questions, gathered while a plan is made."""

    def __init__(self) -> None:
        self._problems: list[tuple[int, int, int, Problem]] = []
        self._questions: dict[tuple[str, str, str], Question] = {}
        self._tables: dict[tuple[str, str | None], int] = {}

    def problem(self, table: Table, row: int, column: int | None, value: str, text: str) -> None:
        """Notes what was not taken; `row` is a spreadsheet's number, `column` an index or None for the whole row."""
        position = self._tables.setdefault((table.file, table.sheet), len(self._tables))
        header = table.headers[column] if column is not None else ""
        problem = Problem(table.file, table.sheet, row, header, value, text)
        self._problems.append((position, row, -1 if column is None else column, problem))

    def ask(
        self,
        file: str,
        column: str,
        question: str,
        assumed: str,
        *,
        subject: str = "",
        key: str = "",
        example: str = "",
        choices: tuple[str, ...] = (),
    ) -> None:
        """Asks once, however often the same question comes up; the rest is that of Question."""
        asked = Question(file, column, question, assumed, subject, key, choices, example)
        # One answer is for all columns of that name, however many sheets have one
        self._questions.setdefault((file, column, subject if subject == "decimal mark" else question), asked)

    def problems(self) -> tuple[Problem, ...]:
        """Each once, in the order of the tables, their rows and their columns."""
        return tuple(dict.fromkeys(noted[3] for noted in sorted(self._problems, key=lambda noted: noted[:3])))

    def questions(self) -> tuple[Question, ...]:
        return tuple(self._questions.values())
