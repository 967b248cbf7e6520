"""A list of cases is read word by word, whatever it is read for."""

import hashlib

import pytest

from myomap.errors import InputError, LimitExceededError
from myomap.intake.manifest_lines import manifest_lines


def read(tmp_path, data: bytes, most_bytes: int = 1 << 20):
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    return manifest_lines(path, most_bytes=most_bytes, called="Input 2")


def test_cells_and_columns_are_stripped(tmp_path) -> None:
    data = b'\xef\xbb\xbf patient_id ,stress\r\n A , "a, b"\r\nB,c\r\n'
    found = read(tmp_path, data.replace(b' "a', b'"a'))
    assert found.columns == ("patient_id", "stress")
    assert list(found.lines) == [
        {"patient_id": "A", "stress": "a, b"},
        {"patient_id": "B", "stress": "c"},
    ]


@pytest.mark.parametrize("line", [b"A\n", b"A,b,c\n"])
def test_a_line_of_another_length_is_none(tmp_path, line) -> None:
    found = read(tmp_path, b"patient_id,stress\nX,x\n" + line)
    assert list(found.lines) == [{"patient_id": "X", "stress": "x"}, None]
    whole = (tmp_path / "list.csv").read_bytes()
    assert found.sha256 == hashlib.sha256(whole).hexdigest()


def test_what_is_no_csv_is_refused_where_it_is_read(tmp_path) -> None:
    found = read(tmp_path, b'patient_id,stress\nA,"b\n')
    with pytest.raises(InputError, match="Input 2 cannot be read at line"):
        list(found.lines)
    with pytest.raises(InputError, match="Input 2 is no CSV file in UTF-8"):
        read(tmp_path, b"patient_id,\xff\n")
    with pytest.raises(LimitExceededError, match="expected at most 8"):
        read(tmp_path, b"patient_id\n", most_bytes=8)
    with pytest.raises(InputError, match="cannot be opened"):
        manifest_lines(tmp_path / "none.csv", most_bytes=8)
