"""Numbers of running text, named from the words that stand around them."""

from __future__ import annotations

import re
from dataclasses import replace

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.disambiguation import (
    assign_year_before,
    disambiguate,
    is_head,
    resolve_span,
)
from laicheng_data.facts.drafting.draft_fact import ALL, DraftFact
from laicheng_data.facts.drafting.lists import assign_lists, index_of_counted
from laicheng_data.facts.drafting.omissions import number_spans
from laicheng_data.facts.drafting.period_names import YEAR_OF_REPUBLIC, period_before, year_of
from laicheng_data.facts.drafting.periods_named import Periods
from laicheng_data.facts.drafting.phrases import (
    ACTING_BODY,
    ADVERBS,
    ANY_CHANGE,
    CHANGE,
    CHANGED_TO,
    CLAUSE_END,
    LISTED_END,
    LONGEST_WORD,
    SENTENCE_END,
    clean_clause,
    counted_behind,
    end_of_phrase,
    join_words,
    strip_brackets,
    strip_periods,
    to_word,
)
from laicheng_data.facts.drafting.rankings import assign_rankings
from laicheng_data.facts.drafting.vocabulary import Vocabulary, normalise
from laicheng_data.facts.sources.paragraphs import NUMERAL
from laicheng_data.facts.units import PER, bound_of, unit_of
from laicheng_data.words import HAN

_CHANGE_END = re.compile(
    rf"(?:{ADVERBS})?(?<!自然)(?:{CHANGE.pattern}|[飙急微略再又]?(?<![公毫回攀晋直])升"
    r"|(?P<fall>[急微略再又]?(?<!回)跌)|涨)"
    r"(?:(?<=[幅速])为|率为?|额为?|达|了|约|近|超过|超)?\s*$"
)
_OWN_LEVEL = re.compile(r"[省市县区州旗盟镇]?本?级")
_SIGNS = "+＋-－−"
_IS_RATE = re.compile(r"[率度比]$|比[例重]$")
_ASIDE = re.compile(r"[（(][^（()）]*[）)]")
_PLAN = re.compile(r"(?:(?<!公共)(?<!财政)(?<!基金)预算|计划|目标|任务)(?:调整)?(?:数|收入|支出)?$")
_OF_PLAN = re.compile(
    r"\s*(?:完成|为|达到?)\S*?(?:预算|计划|任务|目标|预计)(?:调整)?数?的?\s*"
)  # 完成年初预算的53.5%
_AMONG = re.compile(r"^(?:其中|今年|全年|\s)+|(?:\d{4}年)?(?:[上下]半年|第?[一二三四]季度)|\d{4}年")
_ALL_BODIES = re.compile(
    r"全(?!国12)|各|我|本|该|^(?:法院|检察院|机关|机构|协会|消协|检察机关|公安机关)$"
)
_MOST_IS = re.compile(
    r"[最较][高低多少大小好差快慢][者的]?[为是](?P<body>[^，、和\d]{2,8}\S{0,12})$"
)
_JUST_CHANGED = re.compile(
    r"(?P<of>[^\d]*?[^\d]{2})(?:大幅|明显|显著|持续|继续|有所|稳步|小幅|均)*"
    rf"(?:{ANY_CHANGE})(?:明显|较大|显著)?"
)
_OF_CHANGE = ("增幅", "降幅", "增速", "升幅")
_OF_SHARE = ("比重", "占比", "比例")
_SHARE_END = re.compile(
    r"(?:(?P<said>占|相[当等]于)(?P<whole>[^占]*?)(?:的?(?:比重|比例|份额))?"
    r"|在(?P<whole_>[^占，]{2,12})中的?所?(?:占的?)?(?:比重|比例|占比)|占比|比重|比例|的)"
    r"(?:为|达到?|是|约|近|约为|超过)?\s*$"
)
_DONE_SO_FAR = re.compile(r"(?:累计|[当本]月|全年|共|已|年)*(?:完成|实现|达到?|为)?\s*")
_OF_BEFORE = re.compile(
    r"(?:而|并)?(?:[同环]?[比较較与與])?(?:去年|上一?年度?|上[个一]?(?P<unit>[季月周])度?)"
    r"(?:的?同[期月季]度?)?(?:的|为)?\s*"
)  # 比上年同期169412万元, 环比上季度56675件
_OF_THEN = re.compile(
    r"(?:(?:其中)?(?:[同环]?比|较|[与同和](?=(?:19|20)\d\d年|去年|上)))"
    rf"(?:(?P<year>(?:19|20)\d\d|{YEAR_OF_REPUBLIC})年|(?:去年|上一?年度?)同?期?)"
    r"[^，。；、\d]{0,14}?(?:的|数)?\s*"
)  # 与2010年第六次全国人口普查的442854人相比, 比上年同期完成数26975万元减少
_THEN_OF = re.compile(  # 与2010年的5人相比，常住人口增加2人
    rf"\s*相?比[，,](?P<of>[^，,。；;\d]{{2,16}}?)(?:共|累计|净)?(?:{ANY_CHANGE})"
)
_THEN_CHANGED = re.compile(rf"\s*[，,]?(?:相比|多|少|{ANY_CHANGE})")
_ON_TERMS = re.compile(r"年(?:平?均|复合)|(?:按)?(?:同|可比)(?:口径|价格?)|(?:按)?不变价格?")
_YEARS_LONG = re.compile(r"(?:[一二三四五六七八九十]+|\d+)年(?:来|间)?")
_TOTAL = re.compile(r"(?:共计|合计|总计|总共|共|累计)(?:为|达)?$")
_AVERAGE = re.compile(r"平均|[日周月年人户]均|[短超欠]收$")  # and what is not of the whole either
_CLASSIFIERS = {
    *"户项人件天个次条份组家起宗台辆所处名批期篇部场座张册套栋间位届种类门支例本",
    "人次",
}
_NOT_NOUN = re.compile(
    rf"^(?:{ADVERBS}|的?(?:上升|下降|下跌|跌|升|涨|降|提高|回落|相比|增|减|占|比|较|同比|环比|分别|以上|以下|以内|左右|上下|和|与|及|或|至"
    rf"|到|不等))"
)
_RISEN_TO = re.compile(rf"^\s*(?:{ANY_CHANGE})(?:至|到|为)")
_ONLY_DONE = ("完成", "实现")
_SHORT_VERB = 4
_VERB_END = re.compile(
    r"(?:了|进行|实行|开展|设立|设置|安装|举办|召开|组织|印发|发放|培训|新建|建成|建立|配备|派出|出台|涉及|受理|办理|查处|接待|收到)\s*$"
)
_NOTICE_PERIOD = re.compile(r"(?:公示|公告)期限?为?$")  # whose length in days follows
_NOTICE = re.compile(r"的?(?:公示|公告)")
_LOOSE_WITHIN = 30


class Prose:
    """One paragraph of running text; numbers are named in order, from what came before them."""

    periods_of = Periods

    def __init__(
        self, paragraph: int, line: str, period: str, office: str, known: Vocabulary, own: str = ""
    ):
        self.paragraph, self.line, self.office, self.known = paragraph, line, office, known
        self.text = normalise(line) if len(normalise(line)) == len(line) else line
        self.sentences = [0, *(mark.end() for mark in SENTENCE_END.finditer(line)), len(line) + 1]
        self.periods = self.periods_of(line, period, self.sentences)
        self.asides = [aside.span() for aside in _ASIDE.finditer(line)]
        self.found: list[DraftFact] = []
        self.here: list[DraftFact] = []  # the numbers of the sentence, as far as named
        self.begin = self.at = 0  # where the sentence begins, and the number
        self.own = own
        self.body = ALL  # the one body of several that acts in the sentence

    def name(self) -> list[DraftFact]:
        """The numbers of the paragraph."""
        positions = {
            mark.start(): at for at, mark in enumerate(NUMERAL.finditer(self.line), start=1)
        }
        facts: list[DraftFact] = []
        done = sentence = 0
        for part in number_spans(self.line):
            first = next(at for at in range(part.start, part.end) if at in positions)
            printed = self.line[part.start : part.end]
            place = (self.paragraph, positions[first], part.start, part.end, printed)
            if part.reason:
                self.found.append(DraftFact(*place, reason=part.reason))
                continue
            while self.sentences[sentence + 1] <= part.start:
                sentence += 1
                self.here, self.body = [], ALL
            unit, end = unit_of(self.line, printed, part.end)
            bound = bound_of(self.line, printed, part.start, (part.end, end))
            number = DraftFact(*place, unit=unit, bound=bound, office=self.office)
            number = replace(number, sentence=self.sentences[sentence])
            begin = max(done, self.sentences[sentence])
            self.begin, self.at = self.sentences[sentence], part.start
            number = self._name_number(number, self.text[begin : part.start], end)
            is_first = begin == self.sentences[sentence]
            number = self._assign_body(number, self.text[begin : part.start], is_first)
            number = resolve_span(number)
            self.found.append(number)
            self.here.append(number)
            facts.append(number)
            done = end
        lists = assign_lists(self.text, facts)
        named = [lists.get(number.position, number) for number in self.found]
        named = assign_rankings(self.text, named)
        return disambiguate(assign_year_before(named, self.text))

    def _assign_body(self, number: DraftFact, lead: str, is_first: bool) -> DraftFact:
        """The number as one of the body that its sentence says has acted, 其中市中院受理312件, or has
        the most: 最多的是甲县，受理312件. The body that a text names first is its own, and so are all
        of them together."""
        clauses = CLAUSE_END.split(lead)
        for clause in clauses if is_first else clauses[1:]:
            most = _MOST_IS.search(clause) if clause is not clauses[-1] else None
            if most and (body := to_word(strip_periods(most["body"]))):
                self.body = body
            elif acting := ACTING_BODY.match(_AMONG.sub("", clause)):
                body = to_word(acting["body"])
                self.own = self.own or body
                is_one = body != self.own and _ALL_BODIES.search(body) is None
                self.body = body if is_one else ALL
        is_free = number.subject == ALL and self.body != ALL
        return replace(number, subject=self.body) if is_free else number

    def _name_number(self, number: DraftFact, lead: str, end: int) -> DraftFact:
        lead = strip_brackets(lead).replace("\t", " ").removesuffix("百分之")
        clause = LISTED_END.split(lead.lstrip("、"))[-1]
        is_aside = max(map(lead.rfind, "(（")) > max(map(lead.rfind, ")）"))
        is_aside = is_aside or any(begin < number.start < end for begin, end in self.asides)
        is_aside = is_aside or _is_of_plan(clause)
        period = self.periods.at(number.start)
        number = replace(number, lead=clause, period=period, is_aside=is_aside)
        return self._name_by_words(number, lead, clause, end)

    def _name_by_words(self, number: DraftFact, lead: str, clause: str, end: int) -> DraftFact:
        """The number as the words around it call it: a change, a share or a level."""
        last = self.here[-1] if self.here else None
        if last and last.role == "change" and self._is_conversion(number, last, end):
            return replace(number, measure=last.measure, subject=last.subject, role=last.role,
                           is_down=last.is_down)  # fmt: skip
        if same := self._name_as_earlier(number, clause, end):
            return same
        if number.is_aside and number.unit in PER and number.printed[0] in _SIGNS:
            return self._name_change(number, "", "change", None)  # 1196宗（+1.9%）
        change, share = _CHANGE_END.search(clause), _SHARE_END.search(clause)
        tail = re.split(r"[，,。；;：:、（(）)\d]", self.text[end : end + LONGEST_WORD])[0]
        if number.unit.endswith(("百分点", "千分点")):
            return self._name_change(number, clause, "points", change)
        if change:
            return self._name_change(number, clause, "change", change)
        if number.unit in PER and _OF_PLAN.fullmatch(clause) and self._base_measure(number):
            measure = join_words(self._base_measure(number), "完成率")
            return replace(number, role="share", measure=measure, subject=self._subject(clause))
        if share and number.unit in PER and not self._known_measure(clause):
            base = self._phrase(_RISEN_TO.sub("", clause[: share.start()]))
            base = base or self._base_measure(number) or self._measure_of_change()
            said = share["whole"] or share["whole_"] or ""
            whole = "全年" if said in ("全年", "全年的") else to_word(clean_clause(said))
            ending = f"{share['said'] or '占'}{whole}" if whole else "占比"
            if base.endswith("率") and not whole:
                return replace(number, role="share", measure=base, subject=self._subject(clause))
            if clause.strip() == "的" and self.here:
                ending = _share_of(self.here[-1]) or ending
            return replace(
                number, role="share", measure=join_words(base, ending), whole=whole,
                subject=self._subject(clause, share.start()),
            )  # fmt: skip
        if ending := self._ending_of_shares(number, clause):
            measure = join_words(self._phrase(clause), ending)
            return replace(number, role="share", measure=measure, subject=self._subject(clause))
        return self._name_level(number, lead, clause, tail)

    def _is_conversion(self, number: DraftFact, last: DraftFact, end: int) -> bool:
        """Whether a number is the last in another unit: 减少3.8公斤/公顷（0.3公斤/亩）."""
        between = self.text[last.end : number.start].removeprefix(last.unit)
        is_closed = self.text[end : end + 1] in tuple("）)")
        return between in ("（", "(") and is_closed and "" != number.unit != last.unit != "%"

    def _ending_of_shares(self, number: DraftFact, clause: str) -> str:
        """How the shares before it are called, of one that does not say so again: 表扬类占0.13%，
        其他类0.01%."""
        last = self.here[-1] if self.here else None
        if last is None or last.role != "share" or number.unit != last.unit:
            return ""
        phrase = self._phrase(clause)
        return last.measure.rpartition("_")[2] if phrase and not _IS_RATE.search(phrase) else ""

    def _last_level(self) -> DraftFact | None:
        """The last level of the paragraph, but for what stands in brackets."""
        levels = (n for n in reversed(self.found) if not n.reason and n.role == "level")
        return next((level for level in levels if not level.is_aside), None)

    def _name_as_earlier(self, number: DraftFact, clause: str, end: int) -> DraftFact | None:
        """The last level as it was before, where a clause says little more than when: 比上年同期
        169412万元, 比2010年第六次全国人口普查的3.33人减少0.43人."""
        then = _OF_THEN.fullmatch(clause)
        if then and then["year"] and (of := _THEN_OF.match(self.text, end)):
            return replace(number, measure=self._phrase(of["of"]), period=year_of(then["year"]))
        is_rate = number.unit in PER  # which a change is as well, unless it is called as one
        heads = (
            n
            for n in reversed(self.found)
            if (_is_rate_itself(n) and clause.endswith(n.measure[-2:]) if is_rate else is_head(n))
        )
        last = next((n for n in heads if not _is_of_before(n.lead)), None)
        if not last or last.unit != number.unit or not _is_of_before(clause):
            return None
        if said := _OF_BEFORE.fullmatch(clause):
            period = period_before(last.period, said["unit"] or "年")
        elif then and _THEN_CHANGED.match(self.text, end):
            period = year_of(then["year"]) if then["year"] else period_before(last.period, "年")
        else:
            return None
        return replace(number, measure=last.measure, subject=last.subject, period=period)

    def _name_change(
        self, number: DraftFact, clause: str, role: str, change: re.Match[str] | None
    ) -> DraftFact:
        """A change: of what its own clause names, else of the last level."""
        is_down = bool(change and (change["down"] or change["fall"]))
        base = self._phrase(clause[: change.start()]) if change else self._phrase(clause)
        base = self._measure_said_to_change() if not base or _YEARS_LONG.fullmatch(base) else base
        if _ON_TERMS.fullmatch(base):  # 剔除减税因素，同口径下降0.9%
            base = join_words(self._base_of_change(number, role), base)
        if base in _OF_CHANGE and self.here and self.here[-1].role == "change":
            base = self.here[-1].measure
        if base in _OF_SHARE and self.here and self.here[-1].role == "share":
            base = ""
        ending = "降" if is_down else "增"
        ending += (
            {"points": "点", "change": "幅"}[role]
            if number.unit in PER or role == "points"
            else "额"
        )
        subject = self._subject_within(clause) or ALL
        if not base:
            subject = self.here[-1].subject if self.here else self._subject(clause)
        of = index_of_counted(base, [n for n in self.here if n.period == number.period])
        return replace(
            number, role=role, is_down=is_down, subject=subject, of=of,
            measure=join_words(base or self._base_of_change(number, role), ending),
        )  # fmt: skip

    def _measure_of_change(self) -> str:
        """What the change before it is of, where the sentence has no level: 进出口增长4.8%，占总值的
        59.5%."""
        changes = [n.measure for n in self.here if n.role == "change" and n.unit in PER]
        return changes[-1].rpartition("_")[0] if changes else ""

    def _measure_said_to_change(self) -> str:
        """What the clause before says has changed, without a number: 死亡人数大幅下降，同比下降18.5%."""
        clauses = CLAUSE_END.split(self.text[self.begin : self.at])
        said = _JUST_CHANGED.fullmatch(clauses[-2]) if len(clauses) > 1 else None
        return self._phrase(said["of"]) if said else ""

    def _name_level(self, number: DraftFact, lead: str, clause: str, tail: str) -> DraftFact:
        known = self._known_measure(clause)
        if known:
            return replace(number, measure=known, subject=self._subject(clause) or ALL)
        is_days = number.unit in ("天", "日") and _NOTICE.match(tail) is not None
        of = self.known.last("measure", self.text[: number.start])
        if of and (is_days or _NOTICE_PERIOD.search(clause)):
            who = self._actor() or self._subject_within(clause) or ALL
            return replace(number, measure=of[2], subject=who)
        if changed := CHANGED_TO.search(strip_periods(clause).removesuffix("的")):
            clause = clause[: changed.start()]
            if not self._phrase(clause):
                last = self.here[-1] if self.here else None
                if last and last.unit == number.unit in PER:  # 由11.88%上升到13.99%
                    return replace(number, measure=last.measure, subject=last.subject)
                said = self._base_of_change(number, "") if last and last.role == "change" else ""
                return replace(number, measure=self._base_measure(number) or said or UNNAMED)
        if _is_of_plan(clause):
            planned = self._phrase(clause.rpartition("完成")[2])
            return replace(number, measure=join_words(self._base_measure(number), planned))
        if _is_whole(clause, tail):
            return replace(number, measure=self._phrase(clause.strip()[1:]), is_aside=True)
        loose = self.known.find_loosely("measure", clause + tail)
        if loose:
            return replace(number, measure=loose, subject=self._subject_within(clause) or ALL)
        if (last := self._last_level()) and _DONE_SO_FAR.fullmatch(clause) and "累计" in clause:
            return replace(number, measure=last.measure, subject=last.subject)
        phrase = self._phrase(clause)
        if (
            number.is_aside
            and _OWN_LEVEL.fullmatch(phrase)
            and (base := self._base_measure(number))
        ):
            return replace(number, measure=base, subject=phrase)
        subject = self.known.last("subject", clause)
        is_total = _TOTAL.search(clause) is not None
        is_sum = phrase.endswith(("收入合计", "支出合计", "收入总计", "支出总计"))
        if (subject and not is_sum and phrase.endswith(clause[subject[0] : subject[1]])) or (
            is_total and not phrase
        ):
            inherited = self._inherited_measure(number)
            if inherited:
                return replace(
                    number,
                    measure=inherited,
                    subject=ALL if is_total or not subject else subject[2],
                )
        counted, is_of_noun = to_word(counted_behind(tail)), clause.rstrip().endswith("的")
        if (
            number.unit in _CLASSIFIERS
            and counted
            and not _NOT_NOUN.match(tail)
            and not (tail[:1].isspace() and HAN.search(tail))
            and (len(phrase) <= _SHORT_VERB or _VERB_END.search(clause) or is_of_noun)
        ):
            verb = "" if is_of_noun or len(phrase) > _SHORT_VERB else phrase
            return replace(number, measure=to_word(f"{verb}{counted}"))
        if not phrase and tail.strip() and not HAN.search(tail):
            return replace(number, measure=to_word(tail) or UNNAMED)
        if not phrase or phrase in _ONLY_DONE:
            phrase = next(
                (
                    found
                    for piece in reversed(CLAUSE_END.split(lead)[:-1])
                    if (found := self._phrase(_without_change(piece))) and found not in _OF_CHANGE
                ),
                phrase,
            )
        if not phrase and self.here and self.here[-1].role == "change":  # 增长35.4%，达150.9万人次
            last = self.here[-1]
            phrase, _, _ = last.measure.rpartition("_")
            return replace(number, measure=phrase or UNNAMED, subject=last.subject)
        return replace(number, measure=phrase or self._inherited_measure(number) or UNNAMED)

    def _known_measure(self, clause: str) -> str:
        """The known measure that ends the clause, but for what only joins it to the number."""
        found = self.known.last("measure", clause)
        if found is None or len(clean_clause(clause[found[1] :])) > 0:
            return ""
        return found[2]

    def _subject(self, clause: str, end: int | None = None) -> str:
        """The subject that the clause names last, up to a place in it, or the one before it; else
        the last number's."""
        spoken = self.text[self.begin : self.at - len(clause) - 1]
        before = CLAUSE_END.split(spoken)[-1]
        carried = self.here[-1].subject if self.here else ALL
        return self._subject_within(clause[:end]) or self._subject_within(before) or carried

    def _actor(self) -> str:
        """The known subject that its sentence begins with, whose level may stand for it: 村集体."""
        sentence = self.text[self.begin :].lstrip()
        known = self.known.words.get("subject", {})
        return next((slug for zh, slug in known.items() if sentence.startswith(_stem(zh))), "")

    def _subject_within(self, clause: str) -> str:
        found = self.known.last("subject", clause)
        return found[2] if found else ""

    def _phrase(self, clause: str) -> str:
        """The word of a clause; of one that is too long its end, where the noun stands."""
        said = clean_clause(clause)
        said = said.removeprefix(self.office) or said
        return to_word(end_of_phrase(said) if HAN.search(said) else said)

    def _base_measure(self, number: DraftFact) -> str:
        """What the last level of the sentence is called, but for plans, averages and what stands in
        other brackets."""
        levels = [other for other in self.here if other.role == "level"]
        if number.is_aside and levels and levels[-1].is_aside:
            return levels[-1].measure
        main = [
            other.measure
            for other in levels
            if not other.is_aside and not _AVERAGE.match(other.measure)
        ]
        return main[-1] if main else levels[-1].measure if levels else ""

    def _base_of_change(self, number: DraftFact, role: str) -> str:
        """What a change without a name of its own is of: what the change or rate before it is
        of, else the last level."""
        last = self.here[-1] if self.here else None
        counted = [n for n in self.here if n.role == "level" and not n.is_aside]
        if len({n.unit for n in counted}) > 1 and number.unit not in PER:
            alike = [n.measure for n in counted if n.unit == number.unit]
            if alike:  # 事故30起，死亡26人，同比减少5起
                return alike[-1]
        if last and last.role == "change":
            return last.measure.rpartition("_")[0]
        if last and role == "points" and last.role == "share":
            return last.measure
        return self._base_measure(number)

    def _inherited_measure(self, number: DraftFact) -> str:
        """The measure of a list's next item: that of the sentence, or of the one before it."""
        levels = [number.measure for number in self.here if number.role == "level"]
        if levels:
            return levels[-1]
        before = self.text[: number.start]
        spoken = SENTENCE_END.split(before.rstrip())
        for sentence in reversed([piece for piece in spoken if piece][-2:]):
            exact = self.known.last("measure", sentence)
            loose = self.known.find_loosely("measure", sentence[-_LOOSE_WITHIN:])
            if loose or exact:
                return loose or (exact[2] if exact else "")
        return ""


def _without_change(clause: str) -> str:
    """What a clause says has changed, without by how much: 未成年人犯罪人数减少，共2189人."""
    changed = _JUST_CHANGED.fullmatch(clause.strip())
    return changed["of"] if changed else clause


def _is_rate_itself(number: DraftFact) -> bool:
    """Whether a number is a rate, and not by how much one has changed."""
    is_rate = number.unit in PER and not number.is_aside and not number.reason
    return is_rate and number.role in ("level", "share")


def _is_of_before(clause: str) -> bool:
    """Whether a clause leads to what was before, and to no change from it."""
    then = _OF_THEN.fullmatch(clause) is not None and not CHANGE.search(clause)
    return then or _OF_BEFORE.fullmatch(clause) is not None


def _is_of_plan(clause: str) -> bool:
    return "完成" in clause and _PLAN.search(clause) is not None


def _is_whole(clause: str, tail: str) -> bool:
    """Whether a number is what another is a share of: 占年初预算数109466万元的56.3%."""
    return clause.strip().startswith("占") and len(clause.strip()) > 1 and tail.startswith("的")


def _share_of(number: DraftFact) -> str:
    """What a share of a number before it is called: of a plan how much of it was done."""
    if _is_of_plan(number.lead):
        return "完成率"
    return f"占{number.measure}" if number.lead.strip().startswith("占") else ""


def _stem(name: str) -> str:
    return name.removesuffix("级")
