import json
from pathlib import Path

import pytest

from anyue.cli import main

NOTICE = "关于做好防火工作的通知\n一、主要任务\n（一）开展检查。6月底前完成。\n"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def test_json_holds_the_whole_reading(notice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notice", "read", str(notice), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["title"] == "关于做好防火工作的通知"
    assert [heading["number"] for heading in found["outline"]] == ["一、", "（一）"]
    assert found["text"] == NOTICE


def test_text_is_for_people(notice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notice", "read", str(notice)]) == 0
    out = capsys.readouterr().out
    assert "标题：关于做好防火工作的通知" in out
    assert "（一）开展检查" in out


def test_a_refusal_goes_to_stderr_with_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "通知.doc"
    path.write_bytes(b"x")
    assert main(["notice", "read", str(path)]) == 2
    assert "另存为 .docx" in capsys.readouterr().err
    assert main(["notice", "read", str(tmp_path / "没有.txt")]) == 2
    assert "打不开文件" in capsys.readouterr().err
