"""What every move asks again of the rules (stages, criteria, planned activities, holidays), kept until they change."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import apsw

# Set once and read by every move. A kept answer may lean on these tables and on nothing else.
RULE_TABLES = frozenset(
    ("setting", "pipeline", "stage", "criterion", "stage_activity", "holiday", "cadence", "cadence_step")
)
Answer = TypeVar("Answer")


class KeptRules:
    """The answers of one writing connection, the same until a rule is changed, undone, done again or taken back.

    What another program wrote past our lock is seen by the engine's own count of foreign commits.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._answers: dict[Hashable, object] = {}
        self._version: object = None
        self._is_settled = False
        self._is_bent = False

    def begin(self) -> None:
        """Another transaction has begun."""
        self._is_settled = self._is_bent = False

    def note(self, table: str) -> None:
        """This transaction writes the table."""
        if table in RULE_TABLES:
            self.bend()

    def bend(self) -> None:
        """This transaction writes rules, which may yet be taken back: until its end each question is asked anew."""
        self._is_bent = True
        self._answers.clear()

    def keep(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer to a question about `RULE_TABLES` alone, worked out where it is not known."""
        if self._is_bent:
            return work_out()
        if not self._is_settled:
            self._settle()
        try:
            return cast("Answer", self._answers[question])
        except KeyError:
            answer = self._answers[question] = work_out()
            return answer

    def _settle(self) -> None:
        # By a statement that is kept prepared: `Connection.pragma` puts its own together each time.
        ((version,),) = self._connection.execute("pragma data_version")
        if version != self._version:
            self._answers.clear()
            self._version = version
        self._is_settled = True
