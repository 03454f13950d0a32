from anyue.reading.source import load


def text_of(markdown: str) -> list[str]:
    text = load(markdown.encode(), "a.md").text
    return [line.strip() for line in text.split("\n") if line.strip()]


def test_marks_links_tags_and_front_matter_are_taken_off() -> None:
    markdown = (
        "---\nlang: zh\n---\n"
        "**某某公司文件**  \n"
        "# 某安字[2024]6号\n"
        '<p style="text-align:right">2024年3月1日</p>\n'
        "附件:[《值班表》](/files/值班(表).pdf)\n"
        "&emsp;&emsp;一、要求\n"
    )
    assert text_of(markdown) == [
        "某某公司文件",
        "某安字[2024]6号",
        "2024年3月1日",
        "附件:《值班表》",
        "一、要求",
    ]


def test_script_in_markdown_never_reaches_the_text() -> None:
    assert text_of("一、甲\n<script>alert('乙')</script>\n二、丙\n") == ["一、甲", "二、丙"]
