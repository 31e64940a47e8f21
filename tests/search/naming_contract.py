"""What every engine behind the port must do with names: found first, in pinyin, suggested."""

import pytest
from search.contract import Engine, found

from matchmaker.search.port import Document, SearchIndex, SearchQuery, Slot
from matchmaker.search.query_text import parse


class NamingContract(Engine):
    # By which name

    def test_name_comes_first_whatever_else_says_it_more_often(self, index: SearchIndex) -> None:
        index.apply(
            [
                Document("case", 1, 1, "华为 华为 华为", body="华为" * 9),
                Document("provider", 2, 1, "华为技术", names=("华为技术", "华为")),
                Document("provider", 3, 1, "华为", names=("华为",)),
            ]
        )

        assert found(index.search(parse("华为"))) == [
            ("provider", 3),
            ("provider", 2),
            ("case", 1),
        ]
        assert ("provider", 3) not in found(index.search(parse("华为 -华为")))

    @pytest.mark.parametrize("text", ["YD/T 4730-2024", "ydt4730 2024", "ＹＤ/T4730—2024"])
    def test_code_is_found_however_its_signs_are_written(
        self, index: SearchIndex, text: str
    ) -> None:
        standard = Document("standard", 1, 1, "终端要求", names=("YD/T 4730-2024",))
        index.apply([standard])

        assert found(index.search(parse(text))) == [standard.key]

    @pytest.mark.parametrize("text", ["zgyd", "zhongguoyidong", "ZGYD", "zhongguo yidong"])
    def test_pinyin_finds_a_suggested_name(self, index: SearchIndex, text: str) -> None:
        told = Document("provider", 1, 1, "中国移动", names=("中国移动",), is_suggested=True)
        index.apply([told, Document("case", 1, 1, "中国移动", names=("中国移动",))])

        results = index.search(parse(text))

        assert found(results) == [told.key]
        assert not results.relaxed

    def test_words_go_before_pinyin(self, index: SearchIndex) -> None:
        spelled = Document("provider", 1, 1, "爱谷微", names=("爱谷微",), is_suggested=True)
        written = Document("case", 1, 1, "AGW")
        index.apply([spelled, written])

        assert found(index.search(parse("agw"))) == [written.key]

    @pytest.mark.parametrize("text", ["5G-A", "5G-A工业", "5GA", "Advanced", "5gadvanced"])
    def test_compound_is_found_by_its_parts_and_in_one_word(
        self, index: SearchIndex, text: str
    ) -> None:
        index.rebuild([Document("case", 1, 1, "5G-A工业", body="5G-Advanced")])

        assert not index.search(parse(text)).relaxed
        assert found(index.search(parse(text))) == [("case", 1)]

    def test_whole_word_goes_before_a_part_of_one(self, index: SearchIndex) -> None:
        index.rebuild([Document("case", 2, 1, "5G-A工业"), Document("case", 1, 1, "5G工业")])

        assert found(index.search(parse("5G"))) == [("case", 1), ("case", 2)]
        assert found(index.search(parse("5G-A"))) == [("case", 2)]

    def test_other_way_to_say_it_is_found_after_the_one_typed(self, index: SearchIndex) -> None:
        index.rebuild([Document("case", 1, 1, "车间AGV"), Document("case", 2, 1, "车间自动导引车")])
        query = SearchQuery(words=("AGV",), slots=(Slot("agv", ("自动导引车",)),))

        assert found(index.search(query)) == [("case", 1), ("case", 2)]
        assert found(index.search(parse("AGV"))) == [("case", 1)]

    # What is suggested

    def test_suggestions_begin_with_it_then_hold_it_then_sound_like_it(
        self, index: SearchIndex
    ) -> None:
        def called(number: int, *names: str) -> Document:
            return Document("scene", number, 1, names[0], names=names, is_suggested=True)

        index.apply(
            [
                called(1, "无人矿卡", "矿卡自动驾驶"),
                called(2, "矿卡"),
                called(3, "宽卡"),
                called(4, "矿区"),
                Document("case", 1, 1, "矿卡", names=("矿卡",)),
            ]
        )

        assert [row.id for row in index.suggest("矿卡")] == [2, 1]
        assert [row.name for row in index.suggest("kuangk")] == ["矿卡", "矿卡自动驾驶"]
        assert [row.id for row in index.suggest("kk")] == [2, 3, 1]
        assert [row.id for row in index.suggest("矿", limit=2)] == [2, 4]
        assert index.suggest(" \x00*") == ()
        index.apply([], [("scene", 2)])
        assert [row.id for row in index.suggest("矿卡")] == [1]

    def test_slip_of_the_pen_is_respelled(self, index: SearchIndex) -> None:
        index.apply([Document("case", 1, 1, "RedCap终端"), Document("case", 2, 1, "RedCap模组")])

        assert index.meant(parse("RedCpa")) == "redcap"
        assert index.meant(parse("RedCap")) == ""
        assert index.meant(parse("zzzz")) == ""

    def test_names_of_kinds(self, index: SearchIndex) -> None:
        told = Document("scene", 1, 1, "矿卡", names=("矿卡", "", "卡车"), is_suggested=True)
        index.apply([told, Document("case", 1, 1, "矿卡", names=("矿卡",))])

        assert index.names(["scene", "case"]) == {told.key: ("矿卡", "卡车")}
