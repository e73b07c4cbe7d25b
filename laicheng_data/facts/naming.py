"""Numbers of a text named from the words around them: period, subject, measure, unit and bound.

What is known by a word of the package or of another report gets that word; for the rest the noun
phrase of the text itself becomes the word. The same text always gets the same names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from laicheng_data.facts.asides import parts
from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.paragraphs import NUMERAL, Source
from laicheng_data.facts.spoken import named_periods
from laicheng_data.facts.vocabulary import Vocabulary, plain

ALL = "all"
_UNITS = (
    "元/人 元/平方米 个百分点 百分点 平方公里 平方千米 立方米 平方米 千瓦时 标准煤 美元 欧元 港元 港币 人民币"
    " 人次 件次 户次 家次 场次 批次 班次 车次 公里 千米 公顷 千克 公斤 毫米 厘米 千瓦 小时 分钟 工作日 个工作日"
    " 户 项 人 件 天 个 次 条 份 组 家 起 宗 元 亩 吨 米 台 辆 所 处 名 批 期 篇 部 岁 倍 场 座 张 册 幅 根 株 头"
    " 只 羽 车 套 栋 间 床 位 届 种 类 门 科 片 段 列 艘 架 卷 首 页 对 支 队 班 站 点 年 月 克 度 分 封 块 枚 本 例 口"
).split()
_UNIT = re.compile(rf"\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})")
_BEFORE = {
    "at_most": "近|不到|不足|最多|至多",
    "about": "约|大约|大概",
    "at_least": "超|超过|逾|达到?近?以上|至少|不少于|不低于|突破",
}
_AFTER = {"at_least": "以上|多|余", "about": "左右|上下", "at_most": "以内|以下"}
_STOP = r"(?<=[a-z)%])\.(?=\s|$)"  # of an English sentence
_SENTENCE_END = re.compile(rf"[。；;！？!?\n]|{_STOP}")
_CLAUSE_END = re.compile(rf"[，,。；;：:、！？（(）)\t\n]|{_STOP}")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
_CHANGE = re.compile(
    r"(?P<up>增长|增加|增收|增支|净增|增幅|增速|上升|提高|提升|扩大|上涨|多收|增)"
    r"|(?P<down>下降|减少|减收|减支|降低|回落|下滑|降幅|缩小|下跌|少收|压减|减|降)"
)
_CHANGE_END = re.compile(
    rf"(?:{_CHANGE.pattern})(?:(?<=[幅速])为|率为?|额为?|达|了|约|近|超过|超)?\s*$"
)
_CHANGED_TO = re.compile(rf"(?:{_CHANGE.pattern})(?:为|到|至)\s*$")
_PLAN = re.compile(r"(?:预算|计划|目标|任务)(?:数|收入|支出)?$")
_ACTOR = re.compile(r"^.{2,}?(?<!公)(?:共|累计)(?=[受接办收审查处新发开组举设安建实]\S)")
_SHARE_END = re.compile(
    r"(?:占(?P<whole>[^占]*?)(?:的?(?:比重|比例|份额))?|占比|比重|比例|的)(?:为|达到?|是|约|近|约为|超过)?\s*$"
)
_TOTAL = re.compile(r"(?:共计|合计|总计|总共|共|累计)(?:为|达)?$")
_LEADING = re.compile(
    r"^(?:[-—–·•●○◆■★▪\s]|其中|同时|此外|另外|另有|另|并且|并|且|而|及|和|与|以及|或|的|在|于|对|从|则|还|也|已|共计|共有|合计|总计"
    r"|共|累计|全年|全市|全县|全区|全省|全国|我市|我县|我区|我院|我局|我省|本市|本县|本区|本省|本院|本月|当月|当年|今年|年内|期末|年末"
    r"|截至目前|截止目前|截至|截止|到|至|按|分别|主要|各|该|初步核算|据统计|同期|年度|年(?!均|平均)|月份|月|底|末"
    r"|一是|二是|三是|四是|五是|六是|[一二三四五六七八九十]+[是、]|首先|其次)+"
)
_TRAILING = re.compile(
    r"(?:分别为|分别是|分别达到?|分别|约为|达到了?|达|为|是|有|共有|共计|合计|总计|共|累计|约|近|超过|超|逾|突破|不到|不足|了|就|的|在|到|至"
    r"|均为|各为|只有|仅有|仅|已有|已|实现|保持在|稳定在|提高到|上升到|下降到|增加到|增长到|降至|升至|增至|减至|由|从|比|较|同比|环比)+$"
)
_CLASSIFIERS = set("户项人件天个次条份组家起宗台辆所处名批期篇部场座张册套栋间位届种类门支例本")
_NOT_NOUN = re.compile(
    r"^(?:的?(?:相比|增|减|占|比|较|同比|环比|分别|以上|以下|以内|左右|上下|和|与|及|或|至|到|不等))"
)
_FIGURE = re.compile(
    rf"\s*[+＋\-－−﹣]?\d[\d,，.．]*\s*[万萬亿億千百]*\s*[%％‰‱]?\s*(?:{'|'.join(_UNITS)})?\s*"
)
_YEAR_CELL = re.compile(r"(?:19|20)\d\d年?度?")
_LONGEST_WORD = 24  # characters of a Chinese word of the text
_LONGEST_LATIN = 60  # and of one in Latin letters, which is cut between words
_PER = tuple("%％﹪‰‱")
_OFFICE_WITHIN = 30  # characters of a paragraph in which its office is named, if at all
_HEADING_LENGTH = 30
_LONGEST_HEADING = 70
_WHOLE = re.compile(r"(?:合|总|共|小)\s*计|总数|总量|全[市县区省国]|(?i:total|all|overall)")
_MAIN_HEADING = re.compile(r"\s*[一二三四五六七八九十]+、")
_SHORT_VERB = 4
_ANY_YEAR = "2000"
_VERB_END = re.compile(
    r"(?:了|进行|实行|开展|设立|设置|安装|举办|召开|组织|印发|发放|培训|新建|建成|建立|配备|派出|出台|涉及|受理|办理|查处|接待)\s*$"
)
_NOTICE_PERIOD = re.compile(r"(?:公示|公告)期限?为?$")  # whose length in days follows
_NOTICE = re.compile(r"的?(?:公示|公告)")
_LOOSE_WITHIN = 30


@dataclass(frozen=True)
class Found:
    """A number of the text: where it stands, how it is printed, and what the words make of it.

    `reason` says why it is no fact, empty where it is one. `role` is `level`, `share`, `change` or
    `points`; a change in amount is a change too. `sentence` is where its sentence begins,
    `is_aside` tells that it is a plan or stands in brackets. `lead` is what stands before the
    number in its clause, `row` and `column` its place in a table.
    """

    paragraph: int
    position: int
    start: int
    end: int
    printed: str
    reason: str = ""
    unit: str = ""
    bound: str = "exact"
    period: str = ""
    office: str = "other"
    subject: str = ALL
    measure: str = UNNAMED
    role: str = "level"
    is_down: bool = False
    is_aside: bool = False
    sentence: int = 0
    lead: str = ""
    table: int = -1
    row: int = -1
    column: int = -1
    whole: str = ""


def word(text: str) -> str:
    """A word of the data from a phrase of the text: letters and digits, other signs as `_`."""
    plain = unicodedata.normalize("NFKC", _BRACKETED.sub("", text))
    joined = re.sub(r"\W+", "_", plain).strip("_")
    if joined.isascii() and len(joined) > _LONGEST_LATIN:
        return joined[:_LONGEST_LATIN].rpartition("_")[0] or joined[:_LONGEST_LATIN]
    return joined if joined.isascii() else joined[:_LONGEST_WORD].strip("_")


def unit_of(line: str, printed: str, end: int) -> tuple[str, int]:
    """The unit behind a number, and where it ends."""
    if printed[-1] in "%％﹪‰‱":
        return printed[-1], end
    found = _UNIT.match(line, end)
    return (found[1], found.end()) if found else ("", end)


def bound_of(line: str, printed: str, start: int, ends: tuple[int, int]) -> str:
    """How exact the wording says that a number is, before it, and behind it or its unit."""
    if re.search(r"[多余餘]", printed):
        return "at_least"
    for bound, words in _AFTER.items():
        if any(re.match(words, line[end : end + 2]) for end in ends):
            return bound
    for bound, words in _BEFORE.items():
        if re.search(rf"(?:{words})\s*$", line[max(0, start - 5) : start]):
            return bound
    return "exact"


def name_all(source: Source, vocabulary: Vocabulary, period: str) -> list[Found]:
    """Every number of the source, whose title is line 0, with a name or a reason to set it aside.

    `period` is the one that the report speaks of.
    """
    found: list[Found] = []
    office, spoken_of = "other", period
    tables = {row.table: _Table(source, row.table) for row in source.rows.values()}
    for paragraph, line in enumerate(source.lines):
        row = source.rows.get(paragraph)
        if row is not None:
            found += tables[row.table].name(paragraph, spoken_of, office, vocabulary)
            continue
        spoken_of = _section_period(line, period) or spoken_of
        if named := vocabulary.last("office", plain(line)[:_OFFICE_WITHIN]):
            office = named[2]
        elif _is_heading(line):
            office = "other"
        found += _Prose(paragraph, line, spoken_of, office, vocabulary).name()
    return found


def _section_period(line: str, period: str) -> str:
    """The period that a heading gives what stands below it; that of the report below a main heading
    without one; empty where the line is no such heading."""
    if len(line) > _LONGEST_HEADING or re.search(r"[。；;，,]", line):
        return ""
    named = [each.period for each in named_periods(line, period) if not each.is_compared]
    if named and all(part.reason for part in parts(line)):
        return named[0]
    return period if _MAIN_HEADING.match(line) else ""


def _is_heading(line: str) -> bool:
    return len(line) < _HEADING_LENGTH and not re.search(r"[。；，,]", line)


class _Prose:
    """One paragraph of running text; numbers are named in order, from what came before them."""

    def __init__(self, paragraph: int, line: str, period: str, office: str, known: Vocabulary):
        self.paragraph, self.line, self.office, self.known = paragraph, line, office, known
        self.text = plain(line) if len(plain(line)) == len(line) else line
        self.period = period
        self.periods = list(named_periods(line, period))
        self.sentences = [0, *(mark.end() for mark in _SENTENCE_END.finditer(line)), len(line) + 1]
        self.found: list[Found] = []
        self.here: list[Found] = []  # the numbers of the sentence, as far as named
        self.begin = self.at = 0  # where the sentence begins, and the number

    def name(self) -> list[Found]:
        positions = {
            mark.start(): at for at, mark in enumerate(NUMERAL.finditer(self.line), start=1)
        }
        facts: list[Found] = []
        done = sentence = 0
        for part in parts(self.line):
            first = next(at for at in range(part.start, part.end) if at in positions)
            printed = self.line[part.start : part.end]
            place = (self.paragraph, positions[first], part.start, part.end, printed)
            if part.reason:
                self.found.append(Found(*place, reason=part.reason))
                continue
            while self.sentences[sentence + 1] <= part.start:
                sentence += 1
                self.here = []
            unit, end = unit_of(self.line, printed, part.end)
            bound = bound_of(self.line, printed, part.start, (part.end, end))
            number = Found(*place, unit=unit, bound=bound, office=self.office)
            number = replace(number, sentence=self.sentences[sentence])
            begin = max(done, self.sentences[sentence])
            self.begin, self.at = self.sentences[sentence], part.start
            number = self._named(number, self.text[begin : part.start], end)
            self.found.append(number)
            self.here.append(number)
            facts.append(number)
            done = end
        lists = _dealt_out(self.text, facts, self.known)
        return [lists.get(number.position, number) for number in self.found]

    def _named(self, number: Found, lead: str, end: int) -> Found:
        lead = _BRACKETED.sub("", lead).replace("\t", " ")
        clause = _CLAUSE_END.split(lead)[-1]
        is_aside = lead.count("(") + lead.count("（") > lead.count(")") + lead.count("）")
        is_aside = is_aside or bool("完成" in clause and _PLAN.search(clause))
        number = replace(number, lead=clause, period=self._period(number.start), is_aside=is_aside)
        change, share = _CHANGE_END.search(clause), _SHARE_END.search(clause)
        tail = re.split(r"[，,。；;：:、（(）)\d]", self.text[end : end + _LONGEST_WORD])[0]
        if number.unit in ("百分点", "个百分点"):
            return self._changed(number, clause, "points", change)
        if change:
            return self._changed(number, clause, "change", change)
        if share and number.unit in _PER and not self._known_measure(clause):
            base = self._phrase(clause[: share.start()]) or self._base()
            whole = word(_cleaned(share["whole"] or ""))
            return replace(
                number, role="share", measure=_joined(base, "占比"), subject=self._subject(clause),
                whole=whole,
            )  # fmt: skip
        return self._level(number, lead, clause, tail)

    def _changed(
        self, number: Found, clause: str, role: str, change: re.Match[str] | None
    ) -> Found:
        """A change: of what its own clause names, else of the last level."""
        is_down = bool(change and change["down"])
        base = self._phrase(clause[: change.start()]) if change else self._phrase(clause)
        ending = "降" if is_down else "增"
        ending += (
            {"points": "点", "change": "幅"}[role]
            if number.unit in _PER or role == "points"
            else "额"
        )
        subject = self._subject(clause) if not base else self._subject_within(clause) or ALL
        return replace(
            number, role=role, is_down=is_down, subject=subject,
            measure=_joined(base or self._base(), ending),
        )  # fmt: skip

    def _level(self, number: Found, lead: str, clause: str, tail: str) -> Found:
        known = self._known_measure(clause)
        if known:
            return replace(number, measure=known, subject=self._subject(clause) or ALL)
        is_days = number.unit in ("天", "日") and _NOTICE.match(tail) is not None
        of = self.known.last("measure", self.text[: number.start])
        if of and (is_days or _NOTICE_PERIOD.search(clause)):
            who = self._actor() or self._subject_within(clause) or ALL
            return replace(number, measure=of[2], subject=who)
        if changed := _CHANGED_TO.search(clause):
            clause = clause[: changed.start()]
            if not self._phrase(clause):
                return replace(number, measure=self._base() or UNNAMED)
        loose = self.known.loosely("measure", clause + tail)
        if loose:
            return replace(number, measure=loose, subject=self._subject_within(clause) or ALL)
        phrase = self._phrase(clause)
        subject = self.known.last("subject", clause)
        is_total = _TOTAL.search(clause) is not None
        if (subject and _cleaned(clause).endswith(clause[subject[0] : subject[1]])) or (
            is_total and not phrase
        ):
            inherited = self._inherited(number)
            if inherited:
                return replace(
                    number,
                    measure=inherited,
                    subject=ALL if is_total or not subject else subject[2],
                )
        counted = word(tail.removeprefix("的"))
        if (
            number.unit in _CLASSIFIERS
            and counted
            and not _NOT_NOUN.match(tail)
            and (len(phrase) <= _SHORT_VERB or _VERB_END.search(clause))
        ):
            verb = phrase if len(phrase) <= _SHORT_VERB else ""
            return replace(number, measure=word(f"{verb}{counted}"))
        if not phrase and tail.strip().isascii() and tail.strip():
            return replace(number, measure=word(tail) or UNNAMED)
        if not phrase:
            phrase = next(
                (
                    found
                    for piece in reversed(_CLAUSE_END.split(lead)[:-1])
                    if (found := self._phrase(piece))
                ),
                "",
            )
        return replace(number, measure=phrase or self._inherited(number) or UNNAMED)

    def _period(self, start: int) -> str:
        """The period that a number there speaks of: the last that is named before it in the text.

        It no longer holds behind a sentence that names neither a period nor a number.
        """
        period = self.period
        for named in self.periods:
            if named.start >= start:
                break
            between = self.line[named.end : start]
            if not named.is_compared:
                period = named.period if self._reaches(named.end, start) else self.period
            elif re.fullmatch(r"(?:末|底|同期|全年)*(?:[（(][^（()）]*[）)])?的", between):
                return named.period
        return period

    def _reaches(self, end: int, start: int) -> bool:
        """Whether each whole sentence between two places has a number."""
        between = _SENTENCE_END.split(self.line[end:start])
        return all(NUMERAL.search(sentence) for sentence in between[1:-1])

    def _known_measure(self, clause: str) -> str:
        """The known measure that ends the clause, but for what only joins it to the number."""
        found = self.known.last("measure", clause)
        if found is None or len(_cleaned(clause[found[1] :])) > 0:
            return ""
        return found[2]

    def _subject(self, clause: str) -> str:
        """The subject that the clause names last, or the one before it; else the last number's."""
        spoken = self.text[self.begin : self.at - len(clause) - 1]
        before = _CLAUSE_END.split(spoken)[-1]
        carried = self.here[-1].subject if self.here else ALL
        return self._subject_within(clause) or self._subject_within(before) or carried

    def _actor(self) -> str:
        """The known subject that its sentence begins with, whose level may stand for it: 村集体."""
        sentence = self.text[self.begin :].lstrip()
        known = self.known.words.get("subject", {})
        return next((slug for zh, slug in known.items() if sentence.startswith(_stem(zh))), "")

    def _subject_within(self, clause: str) -> str:
        found = self.known.last("subject", clause)
        return found[2] if found else ""

    def _phrase(self, clause: str) -> str:
        return word(_cleaned(clause))

    def _base(self) -> str:
        """What the last level of the sentence is called, but for plans and what stands in
        brackets."""
        levels = [number for number in self.here if number.role == "level"]
        main = [number.measure for number in levels if not number.is_aside]
        return main[-1] if main else levels[-1].measure if levels else ""

    def _inherited(self, number: Found) -> str:
        """The measure of a list's next item: that of the sentence, or of the one before it."""
        levels = [number.measure for number in self.here if number.role == "level"]
        if levels:
            return levels[-1]
        before = self.text[: number.start]
        spoken = _SENTENCE_END.split(before.rstrip())
        for sentence in reversed([piece for piece in spoken if piece][-2:]):
            exact = self.known.last("measure", sentence)
            loose = self.known.loosely("measure", sentence[-_LOOSE_WITHIN:])
            if loose or exact:
                return loose or (exact[2] if exact else "")
        return ""


def _stem(name: str) -> str:
    return name.removesuffix("级")


def _joined(base: str, ending: str) -> str:
    return f"{base}_{ending}" if base and base != UNNAMED else ending


def _cleaned(clause: str) -> str:
    """The noun phrase of a clause, without what leads in to it and what joins it to the number."""
    text = _BRACKETED.sub("", clause).strip()
    for named in reversed(list(named_periods(text, _ANY_YEAR))):
        text = text[: named.start] + text[named.end :]
    before = None
    while before != text:
        before = text
        text = _ACTOR.sub("", _TRAILING.sub("", _LEADING.sub("", text.strip())))
    return text.strip()


def _dealt_out(text: str, facts: list[Found], known: Vocabulary) -> dict[int, Found]:
    """Lists after 分别 dealt out: as many numbers as the sentence has named subjects, or measures."""
    dealt: dict[int, Found] = {}
    for at, first in enumerate(facts):
        if "分别" not in first.lead:
            continue
        run = [first]
        for number in facts[at + 1 :]:
            between = text[run[-1].end : number.start]
            if not re.fullmatch(rf"\s*(?:{_UNIT.pattern})?[、，,和及与以]*(?:及|和)?\s*", between):
                break
            run.append(number)
        alike = (first.sentence, first.period)
        before = [number for number in facts[:at] if (number.sentence, number.period) == alike]
        subjects = list(dict.fromkeys(n.subject for n in before if n.subject != ALL))
        named = re.split(r"[、，,]|和|及|与|以及", _cleaned(first.lead.split("分别")[0]))
        for place, number in enumerate(run):
            if len(subjects) == len(run):
                dealt[number.position] = replace(
                    number, subject=subjects[place], measure=first.measure,
                    unit=run[-1].unit or first.unit, role=first.role, is_down=first.is_down,
                )  # fmt: skip
            elif len(named) == len(run) > 1:
                dealt[number.position] = replace(
                    number, measure=word(named[place]), unit=number.unit or run[-1].unit
                )
            elif first.role == "change" and len(before) >= len(run):
                base = before[len(before) - len(run) + place]
                ending = first.measure.rpartition("_")[2]
                dealt[number.position] = replace(
                    number, subject=base.subject, measure=_joined(base.measure, ending),
                    role=first.role, is_down=first.is_down,
                )  # fmt: skip
            elif place:
                dealt[number.position] = replace(
                    number, measure=first.measure, subject=first.subject, role=first.role,
                    unit=number.unit or run[-1].unit,
                )  # fmt: skip
    return dealt


class _Table:
    """One table: its heading rows, what its columns are called, and its unit."""

    def __init__(self, source: Source, number: int):
        self.source = source
        self.lines = [at for at, row in source.rows.items() if row.table == number]
        self.number = number
        self.headings: list[int] = []
        for at in self.lines:
            texts = [text for text in self._texts(at) if not _YEAR_CELL.fullmatch(text)]
            if not source.rows[at].header and any(map(_is_figure, texts)):
                break
            self.headings.append(at)
        caption = source.lines[self.lines[0] - 1] if self.lines[0] else ""
        said = re.search(r"单位[：:]\s*([^\s）)，,；;]+)", caption + " " + self._text_of_headings())
        self.unit = said[1] if said else ""
        figures = (
            cell.column
            for at in self.body
            for cell in source.rows[at].cells
            if _is_figure(cell.text)
        )
        self.first = max(1, min(figures, default=1))
        self.skipped = self._row_numbers()

    @property
    def body(self) -> list[int]:
        """The lines of the table below its headings."""
        return self.lines[len(self.headings) :]

    def _texts(self, at: int) -> list[str]:
        return [cell.text for cell in self.source.rows[at].cells if cell.start >= 0]

    def _text_of_headings(self) -> str:
        return " ".join(self.source.lines[at] for at in self.headings)

    def _row_numbers(self) -> set[int]:
        """The columns that only number the rows: 1, 2, 3 … under 序号 or nothing."""
        columns: dict[int, list[str]] = {}
        for at in self.body:
            for cell in self.source.rows[at].cells:
                columns.setdefault(cell.column, []).append(cell.text)
        numbered = set()
        for column, texts in columns.items():
            counted = [text for text in texts if text.isdecimal()]
            title = self.title(column)
            if re.search(r"序号|编号|行次", title) or (
                column == 0
                and len(counted) > 1
                and counted == [str(n + 1) for n in range(len(counted))]
            ):
                numbered.add(column)
        return numbered

    def title(self, column: int) -> str:
        """What stands above a column, from the top down."""
        titles = []
        for at in self.headings:
            for cell in self.source.rows[at].cells:
                if cell.column <= column < cell.column + cell.width and cell.text not in titles:
                    titles.append(cell.text)
        return " ".join(title for title in titles if title)

    def label(self, at: int) -> str:
        """What stands to the left of a row's figures."""
        texts = [
            cell.text
            for cell in self.source.rows[at].cells
            if cell.text and cell.column not in self.skipped
            if not _is_figure(cell.text) or (cell.column == 0 and _YEAR_CELL.fullmatch(cell.text))
        ]
        return " ".join(dict.fromkeys(texts[:2]))

    def name(self, paragraph: int, period: str, office: str, known: Vocabulary) -> list[Found]:
        """The numbers of one row."""
        line = self.source.lines[paragraph]
        positions = {mark.start(): at for at, mark in enumerate(NUMERAL.finditer(line), start=1)}
        cells = [cell for cell in self.source.rows[paragraph].cells if cell.start >= 0]
        found = []
        for part in parts(line, is_row=True):
            first = next(at for at in range(part.start, part.end) if at in positions)
            printed = line[part.start : part.end]
            place = (paragraph, positions[first], part.start, part.end, printed)
            cell = [cell for cell in cells if cell.start <= part.start][-1]
            is_named = cell.column == 0 or "年" in cell.text
            is_year = is_named and _YEAR_CELL.fullmatch(cell.text) is not None
            reason = part.reason
            if paragraph in self.headings:
                is_year = _YEAR_CELL.fullmatch(cell.text) is not None
                reason = reason or ("year" if is_year else "part of a heading")
            elif cell.column in self.skipped:
                reason = "number of the row"
            elif is_year:
                reason = "year"
            elif not reason and not _is_figure(cell.text) and cell.column <= self.first:
                reason = "part of a name"
            if reason:
                found.append(Found(*place, reason=reason))
                continue
            found.append(self._named(Found(*place, office=office), cell.column, period, known))
        return found

    def _named(self, number: Found, column: int, period: str, known: Vocabulary) -> Found:
        line = self.source.lines[number.paragraph]
        title, label = plain(self.title(column)), plain(self.label(number.paragraph))
        unit, end = unit_of(line, number.printed, number.end)
        for text in (title, label):
            for named in named_periods(text, period):
                period = named.period
        bare = re.search(r"^(?:19|20)\d\d$", label)
        period = bare[0] if bare else period
        measure, subject = word(_cleaned(_unitless(title))), word(_cleaned(_unitless(label)))
        role = "share" if (unit or self._unit(column, label)) in _PER else "level"
        change = _CHANGE.search(measure)
        if role == "share" and change:
            role = "change"
        if found := known.last("measure", title):
            measure = found[2]
        if found := known.last("subject", label):
            subject = found[2]
        if _WHOLE.fullmatch(subject):
            subject = ALL
        if not measure or (_WHOLE.fullmatch(measure) and self._has_period_columns()):
            measure, subject = subject, ALL
        return replace(
            number, unit=unit or self._unit(column, label), period=period, role=role,
            is_down=bool(change and change["down"]),
            bound=bound_of(line, number.printed, number.start, (number.end, end)),
            measure=measure or UNNAMED, subject=subject or ALL,
            table=self.number, row=number.paragraph, column=column,
        )  # fmt: skip

    def _has_period_columns(self) -> bool:
        """Whether columns are headed by periods, so that what is counted stands in the rows."""
        row = self.source.rows[self.body[0]].cells if self.body else ()
        titles = [title for cell in row if (title := self.title(cell.column))]
        return any(not _cleaned(_unitless(plain(title))) for title in titles)

    def _unit(self, column: int, label: str) -> str:
        """The unit that a column's title gives, or the row's label, or the table as a whole."""
        for text in (self.title(column), label):
            said = re.search(r"[（(]([^（()）\d]{1,8})[）)]\s*$|(%|％|‰)", text)
            if said and (said[2] or re.search(rf"[%％‰‱]|(?:{'|'.join(_UNITS)})$", said[1])):
                return said[2] or said[1]
        return self.unit


def _unitless(title: str) -> str:
    return re.sub(r"[（(][^（()）]*[）)]|[%％‰]", " ", title)


def _is_figure(text: str) -> bool:
    """Whether a cell holds a number and hardly anything else; 2016年 names what stands beside it."""
    return bool(_FIGURE.fullmatch(text)) and not ("年" in text and _YEAR_CELL.fullmatch(text))
