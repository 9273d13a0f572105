from rasmi.web.charts import Face, split

MET = Face("Met", "ok", "circle-check", "c1")
NOT_MET = Face("Not met", "bad", "circle-x", "c3")


def test_a_bar_is_cut_by_what_was_counted() -> None:
    first, second = split([(MET, 3), (NOT_MET, 1)])

    assert (first.fill, first.x, first.width) == ("c1", "0.00", "74.62")
    assert (second.fill, second.x, second.width) == ("c3", "75.12", "24.88")


def test_what_is_not_there_takes_no_room() -> None:
    (only,) = split([(MET, 0), (NOT_MET, 2)])

    assert (only.x, only.width) == ("0.00", "100.00")
    assert split([(MET, 0)]) == []
