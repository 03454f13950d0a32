from anyue.campaigns.marking import CLOSE, Mark, Segment, segments, sentence_at, sentences

TEXT = "甲一。乙二；丙三。\n丁四"


def test_the_segments_together_are_the_text():
    marks = [Mark(2, 5), Mark(4, 7, here=True), Mark(100, 120)]

    pieces = segments(TEXT, marks)

    assert "".join(piece.text for piece in pieces) == TEXT
    assert marked(pieces) == ["。乙二", "二"]


def marked(pieces) -> list[str]:
    """The words inside each mark, in the order in which the marks open."""
    found, open_ = [], []
    for piece in pieces:
        if piece.kind in ("mark", "here"):
            open_.append(len(found))
            found.append("")
        elif piece.kind == "close":
            open_.pop()
        for place in open_:
            found[place] += piece.text
    assert open_ == []
    return found


def test_a_mark_inside_another_keeps_its_own_anchor():
    marks = [Mark(0, 6, anchor="a"), Mark(0, 2, anchor="b"), Mark(3, 5, anchor="c"), Mark(5, 6)]

    pieces = segments(TEXT, marks)

    assert marked(pieces) == ["甲一。乙二；", "甲一", "乙二", "；"]
    assert [piece.anchor for piece in pieces if piece.anchor] == ["a", "b", "c"]
    assert "".join(piece.text for piece in pieces) == TEXT


def test_a_place_without_words_can_be_jumped_to():
    pieces = segments(TEXT, [Mark(3, 3, here=True, anchor="p")])

    assert [(piece.text, piece.kind, piece.anchor) for piece in pieces] == [
        ("甲一。", "", ""),
        ("", "point", "p"),
        ("乙二；丙三。\n丁四", "", ""),
    ]


def test_far_text_is_left_out_and_the_gap_is_shown():
    text = "前" * 50 + "标" + "中" * 50 + "记" + "后" * 50

    pieces = segments(text, [Mark(50, 51, anchor="a"), Mark(101, 102)], margin=5)

    assert pieces == [
        Segment("", "gap"),
        Segment("前" * 5),
        Segment("", "mark", "a"),
        Segment("标"),
        CLOSE,
        Segment("中" * 5),
        Segment("", "gap"),
        Segment("中" * 5),
        Segment("", "mark"),
        Segment("记"),
        CLOSE,
        Segment("后" * 5),
        Segment("", "gap"),
    ]


def test_without_marks_the_whole_text_stays():
    assert segments(TEXT, [], margin=2) == [Segment(TEXT)]


def test_sentences_end_at_full_stops_semicolons_and_lines():
    assert [TEXT[a:b] for a, b in sentences(TEXT, 0, len(TEXT))] == [
        "甲一。",
        "乙二；",
        "丙三。",
        "丁四",
    ]


def test_a_place_is_shown_with_its_whole_sentence():
    assert sentence_at(TEXT, (3, 4)) == "乙二；"
