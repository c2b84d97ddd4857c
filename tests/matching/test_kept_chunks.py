import numpy as np
import pytest

from decentwork.matching import candidates
from decentwork.matching.candidates import candidate_pairs
from decentwork.matching.invented_registers import invented_register
from decentwork.matching.kept_chunks import forget_chunks
from decentwork.registers.enterprise_records import EnterpriseRecords

SIZE, CHUNK = 600, 100


class Stopped(Exception):
    """Ctrl-C, as far as a search can tell."""


@pytest.fixture(scope="module")
def records():
    return invented_register(SIZE, np.random.default_rng(5))[0]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(candidates, "CHUNK", CHUNK)


def stopping(at):
    def tell(done, total):
        if done >= at:
            raise Stopped

    return tell


def searched(records, folder):
    """Search and return what is found, and what was told."""
    told = []
    found = candidate_pairs(
        records, threads=1, kept=folder, tell=lambda done, total: told.append(done)
    )
    return found, told


def as_rows(pairs):
    return [*zip(pairs.left.tolist(), pairs.right.tolist(), pairs.score.tolist(), strict=True)]


def test_a_search_that_was_stopped_goes_on_and_finds_the_same(records, tmp_path):
    folder = tmp_path / "part"
    with pytest.raises(Stopped):
        candidate_pairs(records, threads=1, kept=folder, tell=stopping(SIZE + 2 * CHUNK))
    assert len(list(folder.iterdir())) == 2
    again, told = searched(records, folder)
    assert told == [SIZE, *range(SIZE + 3 * CHUNK, 2 * SIZE + 1, CHUNK)]
    assert as_rows(again) == as_rows(candidate_pairs(records, threads=1))


def test_a_search_that_was_done_is_not_done_again(records, tmp_path, monkeypatch):
    first, _ = searched(records, tmp_path / "part")
    monkeypatch.setattr(candidates, "find_features", None)
    again, told = searched(records, tmp_path / "part")
    assert as_rows(again) == as_rows(first)
    assert told == [2 * SIZE]


def test_chunks_of_another_list_are_of_no_use(records, tmp_path):
    searched(records, tmp_path / "part")
    changed = EnterpriseRecords(frame=records.frame.assign(phone="1234567"))
    again, told = searched(changed, tmp_path / "part")
    assert len(told) > SIZE / CHUNK
    assert as_rows(again) == as_rows(candidate_pairs(changed, threads=1))


@pytest.mark.parametrize("damaged", [b"", b"\x93NUMPY", b"no chunk at all"])
def test_a_damaged_chunk_is_searched_again(damaged, records, tmp_path):
    first, _ = searched(records, tmp_path / "part")
    for path in (tmp_path / "part").iterdir():
        path.write_bytes(damaged)
    assert as_rows(searched(records, tmp_path / "part")[0]) == as_rows(first)


def test_a_list_of_one_chunk_keeps_nothing(records, tmp_path):
    searched(EnterpriseRecords(frame=records.frame[:CHUNK]), tmp_path / "part")
    assert not (tmp_path / "part").exists()


def test_forgetting_takes_away_chunks_and_nothing_else(records, tmp_path):
    folder = tmp_path / "part"
    searched(records, folder)
    (folder / "notes.txt").write_text("mine", "utf-8")
    forget_chunks(folder)
    assert [it.name for it in folder.iterdir()] == ["notes.txt"]
    (folder / "notes.txt").unlink()
    forget_chunks(folder)
    forget_chunks(folder)
    assert not folder.exists()
