"""Phrases of a text as words of the data: where a clause ends, and what of it is the noun."""

from __future__ import annotations

import re
import unicodedata

from laicheng_data.facts.contract import UNNAMED
from laicheng_data.facts.drafting.period_names import named_periods
from laicheng_data.words import HAN

STOP = (
    r"(?:(?<=[a-z)%])\.(?=\s+(?![a-z])|\s*$)|(?<=[\d/–-]\d\d)\.(?=\s+[A-Z])"
    r"|(?<= (?:19|20)\d\d)\.(?=\s+\d[\d,]* [A-Za-z]))"
)  # of an English sentence
SENTENCE_END = re.compile(rf"[。；;！？!?\n]|{STOP}")
CLAUSE_END = re.compile(rf"[，,。；;：:、！？（(）)\t\n]|{STOP}")
LISTED_END = re.compile(
    CLAUSE_END.pattern.replace("、", "") + r"|(?<=\d)、|、\s*$"
)  # A、B和C等案件 is one phrase
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]|[\[［〔]\s*\d+\s*[\]］〕]")
_IN_WORD = re.compile(
    r"(?<=[\u4e00-\u9fff])[（(](?![现当含不按])([\u4e00-\u9fff]{1,3})[)）]"
    r"(?=[\u4e00-\u9fff])(?![为是达占增减共完累实较比同环])"
)  # 执业(助理)医师
_SHORT_NAME = re.compile(r"[（(]([^\d（()）]*)[)）]")
_THAN = r"(?:(?<=[年月季期周度])|(?<=[同环]比))"  # 比上年多, 同比少
CHANGE = re.compile(
    rf"(?P<up>增长|增加|增产|{_THAN}多|增收|增支|净增|增幅|增速|上升|提高|提升|扩大|上涨|多收|升幅|偏多|增"
    r"|成长(?=(?:率|幅度)?[约达为了逾]?\s*$))"
    rf"|(?P<down>下降|减少|净减少?|减产|{_THAN}少|减收|减支|降低|减低|回落|下滑|降幅|缩小|下跌|少收|压减|偏少|减|降)"
)
ANY_CHANGE = CHANGE.pattern.replace("?P<up>", "").replace("?P<down>", "")
ADVERBS = "(?:(?:大幅|小幅|明显|显著|稳步|[轻略]微)度?|微幅|微(?=[增减升降涨跌]))"
CHANGED_TO = re.compile(
    rf"(?:{ADVERBS})?(?:{CHANGE.pattern}|调整|优化|变化|改善|转变|变)(?:为|到|至)\s*$"
)
_PLACES = "地区|区域|场所|行业|领域|农村|城市|城镇|集镇|县城"
ACTOR = re.compile(
    rf"^(?P<who>.{{2,}}?)(?<!公){''.join(f'(?<!{place})' for place in _PLACES.split('|'))}(?:共|累计)"
    r"(?=(?!收入)[受接办收审查处新发开组举设安建实解吸推登扑出抓破培巡]\S)"
)
_IN_ALL = re.compile(
    rf"(?:{'|'.join(f'(?<={place})' for place in _PLACES.split('|'))})共|^.{{2,}}?中共?有(?=..)"
)
_CENSUS = re.compile(r"第[一二三四五六七八九十]+次全国\S{0,4}普查的?$")
_BODY = (
    "法院|中院|高院|检察院|检察机关|公安机关|执法机关|协会|消协|机构|主管部门|监管部门"
    "|监管局|中心|热线|平台"
)
_ACTING = (
    "共|累计|受理|新收|收案|收到|审结|审执结|执结|办结|结案|未结|旧存|处理|办理|立案|侦办|破获|查处|批准|决定"
    "|起诉|提起|监督|接到|接待|完成|审理|人均|员额|调解|破案|抓获|舊存|結案|新收|未結|審結"
)
ACTING_BODY = re.compile(
    rf"^(?P<body>\S{{0,14}}?(?:{_BODY}))(?:全[年月]|上)?(?=(?:{_ACTING}))"
)  # 市中院受理
_LEADING = re.compile(
    r"^(?:[^，。；]{0,12}?通过[^，。；]{2,40}(?:平台|渠道|方式|途径|载体)(?:主动)?(?=[^类的]..)"
    r"|(?:办件|案件|申请|来电|诉求|工单)中(?=..)|[-—–·•●○◆■★▪、\s]|其中|[当當]中(?=..)|同时|此外|另外|另有|另|并且|并|且|而|但|及|与|连同"
    r"|和(?![平谐解睦田县顺龙])|以及|或|即(?![墨时将食期])|的|在(?![线校园职册岗建编营押办])|于|含(?=..)"
    r"|[尚仍还]有|对(?!外|口)|从(?!业|事)|则|还|也|已|共计|共有|合计|总计|一共"
    r"|共?接(?=各?[^警报处听待收受]{1,8}(?:报警|警情))"
    r"|共(?![享同青建产和])|累计(?![结余])|加(?=上[级年解]|调入|债务|地方)|加上(?=..)|20\d\d(?=全[省市县区州旗盟])|全年"
    r"|全(?:[市县区省国旗盟州镇乡院校]|街道)(?!性)(?:有(?![线机色效限关罪害声利])(?=.{3}))?|我[国市县区院局省州旗镇乡校]|我街道"
    r"|本[市县区省院局厅]|本月|当月|当年|今年|[年期]内|期末|年末(?=..)"
    r"|截至目前|截止目前|截至|截止|到|至|按(?![期时])|分别|主要"
    r"|各[类项](?=[^、，]{2})|各(?![级类])|该|这些?|初步核算|据统计|预计(?=..)|同期|年度|年(?!均|平均|初|末|终|龄|轻|纪|报|检)|月份|月|底|末"
    r"|同比|环比|依法|正在|根?据(?!点)|不含|经\S{1,4}后(?=..)|一是|二是|三是|四是|五是|六是"
    r"|[一二三四五六七八九十]+[是、]|(?:首先|其次|依次)[为是]?|\d{1,2}[两二三四五六]个月)+"
)
_TRAILING = re.compile(
    r"(?:分别为|分别是|分别达到?|分别|约为|达到了?|达|(?<!行)为|是|有|共有|共计|(?<![收支][入出])(?:合计|总计)"
    r"|一共|共|累计|约|近|超过|超|逾|突破|不到|不足|了|就|的|在|到|至"
    r"|均为|各为|编?列|编|(?<![统合总累会审小设共预估])计|新台币|(?<=[量数率额值])最[高低大小多少]|(?<![人户日月年周平亩次件单校班车床头])均"
    r"|(?<=..)(?:亦|则|再|又|大幅|明显|显著|小幅|略有?|稳步)"
    r"|按[年月季]|只有|仅有|仅|还有?|已有|已|仍有|仍|实现|保持在|稳定在|控制在|提高到|上升到|下降到|增加到|增长到|降至|升至|增至|减至"
    r"|由|从|来?看|初步(?:推算|核算|统计|测算)|预计"
    r"|(?<![性别占同环])比|相?较|同比|环比)+$"
)
_COMPARED_WITH = re.compile(
    r"(?:同?比|较|与)(?:多年平均值?|常年|往年|[上去前](?:年度?|月|周|季度|期)|同期|\d{4}年|1[01]\d年)(?:同[期月]|[底末])*(?:相比)?$"
)
_TIMES_OF = re.compile(r"(?:为|是|相当于)\d{4}年(?:[底末]|同期)?的$")  # 是2008年末的5.2倍
_DONE = re.compile(
    r"(?<=..)(?:[当本]月|累计|共)?(?:完成|实现|录得|入库)$|^(?:完成|实现|录得)(?=(?!数)...)"
    r"|(?<=..)[当本]月$"
)  # 税收收入完成
_GATHERED = re.compile(
    r"^.*(?:(?:集中|体现|分布)在|依次[为是]|[排位][名居在]?前[一二三四五六七八九十]+位?的?分别[为是]?)"
)
_RECORDED = re.compile(r"(?:均|都)?(?:录得|出现)(?:按[年月季])?[升跌增降]幅$")
_BECAUSE = re.compile(r"(?<=..)因[^，。]{1,8}原因$")
_BASIS = re.compile(r"按\S*?(?:计算|折算|测算)")  # 按平均汇率计算
_EVERY_KIND = re.compile(
    r"(?<=..)的?(?:(?:[^、，]{2,4}、){1,5}[^、，]{2,4}等)?各[类项种](?=[案投诉信事来])"
)
_QUOTES = re.compile("[“”\"‘’'「」『』]")
_HOTLINE = re.compile(
    r"^(?:12\d{3}|1[12]\d)(?!类|(?:政务|便民|服务)*(?:热线|平台))(?=[\u4e00-\u9fff]{2})"
)
_COUNTED = re.compile(r"^(?:.*\b)?(?:total )?number of ", re.IGNORECASE)
_LOOSE_WORDS = re.compile(
    r"(?:_(?:of|the|an?|and|or|no|to|in|by|for|from|on|at|as|with|which|that|during))+$"
)
LONGEST_WORD = 24  # characters of a Chinese word of the text
_LONGEST_LATIN = 72  # and of one in Latin letters, which is cut between words
_CUT_OFF = re.compile(r"^(?:[^、，“”]{0,5}[、，“”]+|[A-Za-z0-9]+)")  # what is left of another word
_ANY_YEAR = "2000"


def to_word(text: str) -> str:
    """A word of the data from a phrase of the text: letters and digits, other signs as `_`."""
    plain = unicodedata.normalize("NFKC", strip_brackets(text))
    if HAN.search(plain):
        plain = _QUOTES.sub("", plain)
    name = re.sub(r"\W+", "_", plain).strip("_")
    if HAN.search(name):
        return name[:LONGEST_WORD].strip("_")
    if len(name) > _LONGEST_LATIN:
        name = name[:_LONGEST_LATIN].rpartition("_")[0] or name[:_LONGEST_LATIN]
    return _LOOSE_WORDS.sub("", name)


def strip_brackets(text: str) -> str:
    """The text without what brackets explain; in English they tell two things apart: (FOI)."""
    if HAN.search(text):
        return _BRACKETED.sub("", _IN_WORD.sub(r"\1", text))
    return _BRACKETED.sub("", _SHORT_NAME.sub(r" \1 ", text))


def join_words(base: str, ending: str) -> str:
    """A word made of what is spoken of and what is said of it; that alone where it has no name."""
    return f"{base}_{ending}" if base and base != UNNAMED else ending


def strip_periods(text: str) -> str:
    """The text without the periods that it names."""
    for named in reversed(list(named_periods(text, _ANY_YEAR))):
        text = text[: named.start] + text[named.end :]
    return text


def clean_clause(clause: str) -> str:
    """The noun phrase of a clause, without what leads in to it and what joins it to the number."""
    text = _COUNTED.sub("", strip_brackets(clause).strip(" -–—•·"))
    text = _COMPARED_WITH.sub("", _TIMES_OF.sub("", text))
    text = _COMPARED_WITH.sub("", _GATHERED.sub("", _BASIS.sub("", _CENSUS.sub("", text))))
    text = _BECAUSE.sub("", _RECORDED.sub("", text))
    text = re.sub(
        r"^[比较与]年?的|^\d{1,2}\s*[.．、]\s*(?=[\u4e00-\u9fff])", "", strip_periods(text)
    )
    before = None
    while before != text:
        before = text
        text = ACTING_BODY.sub("", _HOTLINE.sub("", text.strip()))
        text = ACTOR.sub("", _TRAILING.sub("", _LEADING.sub("", text.strip())))
        text = _IN_ALL.sub("", _DONE.sub("", text))
    return _EVERY_KIND.sub("", text).strip()


def end_of_phrase(phrase: str) -> str:
    """The end of a phrase that is too long for a word, from where one of its words begins."""
    if len(phrase) <= LONGEST_WORD:
        return phrase
    end = phrase[-LONGEST_WORD:]
    return _CUT_OFF.sub("", end) or end


def counted_behind(tail: str) -> str:
    """What is counted, behind its classifier: not what is said of it further on."""
    noun = re.split(r"平均|人均|户均|[均都]已|(?<=[件案者员户])中", re.sub("^[的是]", "", tail))[0]
    return re.sub(r"(?:均|各|都)?[为达是]$|中$", "", noun)
