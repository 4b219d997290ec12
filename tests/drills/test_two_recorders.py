"""Two recorders at one table: what both write is in the ledger once, and neither writes over the other."""

import threading
import time
import uuid

import pytest
import requests
from support.rpc import RpcError
from support.table import Place

LINES = 40


@pytest.fixture(scope="module")
def place(shared_server):
    return Place(shared_server())


def test_forty_issues_of_two_recorders_are_in_the_ledger(place):
    """Each sends every line by itself, as the board does, while the other one does; both look on meanwhile."""
    boards = [Board(place, login) for login in ("manager", "centre0")]
    seats = [threading.Thread(target=board.write, args=(range(seat, LINES, 2),)) for seat, board in enumerate(boards)]
    for seat in seats:
        seat.start()
    for seat in seats:
        seat.join(120)
    assert [board.refused for board in boards] == [[], []]
    numbers = [number for board in boards for number in board.numbers]
    assert len(numbers) == len(set(numbers)) == LINES
    stored = place.server.sql(
        f"SELECT number, detail, create_uid FROM park_issue WHERE origin_id = {place.day} ORDER BY detail"
    )
    assert {number for number, _text, _author in stored} == set(numbers)
    assert [text for _number, text, _author in stored] == [f"Problem {n:02d}" for n in range(LINES)]
    assert len({author for _number, _text, author in stored}) == 2
    for board in boards:
        board.look()
        assert len(board.known) == LINES, "each board shows what the other one wrote"
    clocks = place.server.sql("SELECT count(*) FROM park_deadline WHERE kind = 'issue_close' AND state <> 'void'")
    assert clocks == [(str(LINES),)]


def test_of_two_who_correct_one_line_at_once_one_is_told(place):
    boards = [Board(place, login) for login in ("manager", "centre1")]
    line = boards[0].send(place.line("Wrong words"))["line"]
    for turn in range(5):
        gate = threading.Barrier(2)
        answers = [None, None]

        def correct(seat, line=line, turn=turn, gate=gate, answers=answers):
            gate.wait()
            answers[seat] = boards[seat].send(correction(line, f"Turn {turn}, seat {seat}"))

        threads = [threading.Thread(target=correct, args=(seat,)) for seat in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(answer["status"] for answer in answers) == ["conflict", "stored"]
        won, lost = sorted(answers, key=lambda answer: answer["status"], reverse=True)
        assert won["line"]["text"] == lost["line"]["text"], "who is told sees what stands there now"
        line = lost["line"]


def correction(line, text):
    """Return a shown line as the board sends it back with other words."""
    names = ("issue_id", "version", "enterprise_id", "category_id", "kind", "answer")
    return {name: line[name] for name in names} | {"uuid": str(uuid.uuid4()), "text": text}


class Board:
    """A capture board: sends each line until it is answered and asks for what the others wrote."""

    def __init__(self, place, login):
        self.place, self.client = place, place.client(login)
        self.name = str(uuid.uuid4())
        self.known, self.numbers, self.refused = {}, [], []

    def write(self, numbers):
        for number in numbers:
            answer = self.send(self.place.line(f"Problem {number:02d}", limited=number % 3 == 0))
            (self.numbers if answer["status"] == "stored" else self.refused).append(answer["number"])
            self.look()

    def send(self, line):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                [answer] = self.client.call("park.service.day", "capture", [self.place.day], [line])
            except requests.RequestException:
                continue  # not answered: the same again
            except RpcError as error:
                if error.name.startswith("psycopg2."):
                    continue
                raise
            return answer
        raise AssertionError("no answer in a minute")

    def look(self):
        seen = self.client.call("park.service.day", "pulse", [self.place.day], self.name, self.known)
        self.known |= {str(line["issue_id"]): line["stamp"] for line in seen["lines"]}
