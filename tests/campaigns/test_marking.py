from anyue.campaigns.marking import Mark, Segment, segments, sentence_at, sentences

TEXT = "甲一。乙二；丙三。\n丁四"


def test_the_segments_together_are_the_text():
    marks = [Mark(2, 5), Mark(4, 7, here=True), Mark(100, 120)]

    pieces = segments(TEXT, marks)

    assert "".join(piece.text for piece in pieces) == TEXT
    assert [piece.kind for piece in pieces] == ["", "mark", "here", ""]


def test_far_text_is_left_out_and_the_gap_is_shown():
    text = "前" * 50 + "标" + "中" * 50 + "记" + "后" * 50

    pieces = segments(text, [Mark(50, 51, anchor="a"), Mark(101, 102)], margin=5)

    assert pieces == [
        Segment("", "gap"),
        Segment("前" * 5),
        Segment("标", "mark", "a"),
        Segment("中" * 5),
        Segment("", "gap"),
        Segment("中" * 5),
        Segment("记", "mark"),
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
