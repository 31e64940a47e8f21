"""Composing mail safely, and both ways it leaves."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.jobs.mail import FileTransport, compose, parse


def mail(subject: str = "请确认邮箱", to: str = "li@example.com") -> str:
    return compose(
        to=to, subject=subject, text="您好\n", html="<p>您好</p>", sender="5G <no@example.com>"
    ).as_string()


@given(st.text(max_size=60))
def test_subject_cannot_add_headers(subject: str) -> None:
    message = parse(mail(f"x{subject}\r\nBcc: spy@example.com"))

    assert message["Bcc"] is None
    assert message["To"] == "li@example.com"


def test_chinese_text_survives_the_queue() -> None:
    message = parse(mail())

    assert message["Subject"] == "请确认邮箱"
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().strip() == "您好"


def test_file_backend_writes_one_readable_file_a_mail(tmp_path: Path) -> None:
    transport = FileTransport(tmp_path / "mail")

    transport.send(parse(mail()), lambda: None)
    transport.send(parse(mail(to="wang@example.com")), lambda: None)

    files = sorted((tmp_path / "mail").iterdir())
    assert {parse(file.read_text())["To"] for file in files} == {
        "li@example.com",
        "wang@example.com",
    }
