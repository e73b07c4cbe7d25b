"""Facts and claims by names that a reader understands: 企业2015年度年报率, never an identifier."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from laicheng_data.facts.kinds import kind_of
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report, cache_per_report
from laicheng_data.facts.units import PER
from laicheng_data.tables.amounts import SCALES, amount, number_of
from laicheng_data.words import HAN, Period, Words

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RANGE = re.compile(r"(?P<low>[^–]+)–(?P<high>[^–]+)")

ALL = "all"
PLACE = ["measure", "subject", "period"]  # what tells a number of an office from its others
# Measures whose word says what became of the units counted, such as `filed`, and names no thing.
PARTICIPLES = ("due", "filed", "unfiled", "listed")
UNFILED = (
    "due+-filed"  # what a sum is made of, as `claim_bases` has it, that counts who did not file
)
NOTICE = "_notice"  # how measures end that count days of public notice
BUSINESSES = frozenset(  # of which 户 are businesses; of others they may be households
    "enterprise private_enterprise domestic_enterprise foreign_enterprise individual "
    "cooperative".split()
)
PERCENTAGES = ("%", "百分点")  # of such numbers a difference is one in percentage points
NAMED_BY = 2  # last characters of a measure, by which a part says that it is of its kind
SHARE_OF = "占"  # how measures begin that say what a share is of
NAMED_TERMS = 2  # of a sum, by which it is told from others of the same result
MOST_TERMS = 7  # of a claim that is written out


def report_name(report: Report, words: Words) -> str:
    """A report's title, with the period that it reports on where the title does not say it."""
    return title_with_period(words.word(report.card.title), report, words)


def title_with_period(title: str, report: Report, words: Words) -> str:
    """A title with the period that its report is about, unless it names a year."""
    period = report.card.period
    if not period or YEAR.search(title):
        return title
    return words("name.report", title=title, period=words.period(period))


def published_line(report: Report, words: Words) -> str:
    """Who published a report and when, as far as either is known."""
    publisher, date = words.word(report.card.publisher), words.period(report.published)
    if publisher and date:
        return words("published_line", publisher=publisher, date=date)
    return publisher or date


def source_phrase(report: Report, words: Words) -> str:
    """From which report the figures are, as far as it is known who published it and when: so that
    nobody takes the publisher of the report for that of what checks it."""
    told = {"publisher": words.word(report.card.publisher), "date": words.period(report.published)}
    known = {name: value for name, value in told.items() if value}
    return words(".".join(["checked_from", *known]), **known) if known else ""


def fact_name(fact: Mapping[str, Any], words: Words) -> str:
    """What a fact is about: its subject, period and measure as one phrase."""
    return words("name.dated", name=undated_name(fact, words), period=period_of(fact, words))


def period_of(fact: Mapping[str, Any], words: Words) -> Period:
    """The period of a fact, as filing has it where it is about that."""
    measure, period = str(fact["measure"]), str(fact["period"])
    is_of_filing = measure in PARTICIPLES or measure.endswith("_rate")
    if not is_of_filing or not period.isdecimal():
        return words.period(period)
    return Period(filing_year(period, words), is_reported_on=True)


def undated_name(fact: Mapping[str, Any], words: Words) -> str:
    """What a fact is about but for its period, for a sentence that speaks of two."""
    measure, whose = str(fact["measure"]), ".all" if fact["subject"] == ALL else ""
    subject = str(fact["subject"])
    one = _part_name(measure, subject, words) or merge_names(measure, subject, words)
    if not whose and one:
        measure, whose = one, ".all"
    counted = "name.counted" if whose else f"name.{measure}"
    form = counted if measure in PARTICIPLES else "name"
    form = "name.notice" if measure.endswith(NOTICE) else form
    form = "name.rate" if measure.endswith("_rate") else form
    if not whose and form == "name" and _share_a_word(measure, subject):
        whose = ".apart"
    return words(form + whose, subject=words.word(subject), measure=words.word(measure))


def filing_year(period: str, words: Words) -> str:
    """A year as filing has it: 2013年度, 2013; any other period by its name."""
    return words("in_filing_year", year=period) if period.isdecimal() else words.period(period)


def merge_names(measure: str, subject: str, words: Words) -> str:
    """A subject and its measure where the one ends as the other begins, said once: 共享收入预算 of
    共享收入 and 收入预算; empty where they do not, or have a word in this language."""
    if (words.word(subject), words.word(measure)) != (subject, measure):
        return ""
    for length in range(min(len(subject), len(measure) - 1), 1, -1):
        shared = measure[:length]
        if subject.endswith(shared) and HAN.search(shared):
            return subject + measure[length:]
    return ""


def _share_a_word(measure: str, subject: str) -> bool:
    """Whether subject and measure have a word of Chinese in common, as 收入总计 and 收入预算, so that
    the one right behind the other would read as a single name; what is a share never does."""
    pairs = (measure[at : at + NAMED_BY] for at in range(len(measure) - 1))
    is_shared = any(HAN.match(pair) and HAN.match(pair[1:]) and pair in subject for pair in pairs)
    return is_shared and not measure.startswith(SHARE_OF)


def _part_name(measure: str, subject: str, words: Words) -> str:
    """What a part is called that says itself what is counted: 税收收入_增幅 for 税收收入 of
    一般公共预算收入_增幅; empty where it does not, or the measure has a word in another script."""
    base, _, ending = measure.partition("_")
    if not is_named_by(base, subject) or not HAN.search(words.word(measure)):
        return ""
    return "_".join(filter(None, (subject, ending)))


def names_a_whole(measure: str, unit: str) -> bool:
    """Whether a measure is a share whose name says what it is of, so that a number behind it is 的
    that: 占总收入的5%, but 占比为5% and 占地面积为5亩."""
    ending = measure.rpartition("_")[2]
    is_named = ending.startswith(SHARE_OF) and not ending.endswith(("占比", "比重", "比例"))
    return is_named and unit == "%"


def is_named_by(measure: str, subject: str) -> bool:
    """Whether a part says itself what is counted, as 税收收入 of 一般公共预算收入 does; what is a
    share of something is no part of it."""
    is_named = len(measure) > NAMED_BY and subject.endswith(measure[-NAMED_BY:])
    is_word = "_" not in measure and HAN.search(measure) is not None
    return is_named and is_word and not measure.startswith(SHARE_OF)


@cache_per_report
def claim_names(report: Report, words: Words) -> dict[str, str]:
    """The name of every claim by its id: that of its result. Where two would be alike, a share says
    of what it was taken, a sum what it adds up, and what the report does not state says so; where
    that is not enough, it is said as what the result is checked, and a number is added."""
    facts = {fact["fact_id"]: fact for fact in report.facts.to_dict("records")}
    claims = report.claims.to_dict("records")
    twice = [_duplicate_name(claim, facts, words) for claim in claims]
    names = [
        again or fact_name(facts[claim["result"]], words)
        for again, claim in zip(twice, claims, strict=True)
    ]
    found = claim_bases(report)
    bases = [found.get(claim["claim_id"], "") for claim in claims]
    alike, same = Counter(names), Counter(zip(names, bases, strict=True))
    names = [
        words("name.of", name=name, base=base_name(base, words))
        if base and alike[name] > 1 and same[name, base] == 1
        else name
        for name, base in zip(names, bases, strict=True)
    ]
    for column in ("basis", "kind"):
        alike = Counter(names)
        names = [
            _qualify_name(name, column, str(claim[column]), words)
            if alike[name] > 1 and not again
            else name
            for claim, name, again in zip(claims, names, twice, strict=True)
        ]
    seen = Counter[str]()
    for place, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[place] = words("name.number", name=name, number=seen[name])
    return dict(zip((claim["claim_id"] for claim in claims), names, strict=True))


def _duplicate_name(
    claim: Mapping[str, Any], facts: Mapping[str, Mapping[str, Any]], words: Words
) -> str:
    """The name of a claim that one number stands in two places, by their paragraphs; empty for any
    other."""
    one, other = facts[claim["result"]], facts.get(claim["operands"])
    alike = ("office", "measure", "subject", "period")
    if claim["kind"] != "sum" or other is None or any(one[n] != other[n] for n in alike):
        return ""
    name = fact_name(one, words)
    stand = [fact["paragraph"] for fact in (one, other) if not pd.isna(fact["paragraph"])]
    places = sorted(set(map(int, stand)))
    form = ("", ".one", ".two")[len(places)]
    first, second = (*places, "", "")[:2]
    return words(f"name.twice{form}", name=name, first=first, second=second)


@cache_per_report
def claim_bases(report: Report) -> dict[str, str]:
    """By claim the measure of what each share of one number was taken of; of each sum what tells
    its terms apart, measures, subjects or periods, joined by `+`."""
    columns = ["fact_id", "measure", "subject", "period"]
    told = {name: rest for name, *rest in report.facts[columns].itertuples(index=False, name=None)}
    bases = {}
    claims = report.claims[["claim_id", "kind", "result", "operands"]]
    for claim, kind, result, operands in claims.itertuples(index=False, name=None):
        terms = operands.split()
        names = [term.removeprefix("-") for term in terms]
        if kind == "share" and names and names[-1] in told:
            bases[claim] = told[names[-1]][0]
        elif kind == "sum" and told.keys() >= set(names):
            signs = ["-" * term.startswith("-") for term in terms]
            bases[claim] = _term_differences(told[result], signs, [told[name] for name in names])
    return bases


def compared_subjects(report: Report) -> dict[str, str]:
    """By claim that the report does not make itself, the one subject that its terms are of, where
    its result is of another: private enterprises, of all enterprises."""
    subjects = report.facts.set_index("fact_id")["subject"].to_dict()
    sums = report.claims.query("kind == 'sum' and basis == 'implied'")
    found: dict[str, str] = {}
    for claim, result, operands in sums[["claim_id", "result", "operands"]].itertuples(index=False):
        of_terms = {subjects.get(term.removeprefix("-"), "") for term in operands.split()}
        if len(of_terms) == 1 and not of_terms & {"", ALL, subjects[result]}:
            [found[claim]] = of_terms
    return found


def _term_differences(
    own: Sequence[str], signs: Sequence[str], terms: Sequence[Sequence[str]]
) -> str:
    """What tells the terms of a sum apart, their measures, subjects or periods, with their signs;
    empty where nothing does. Several are not called by one word that the result has as its `own`.
    """
    for result, *column in zip(own, *terms, strict=True):
        said = dict.fromkeys(sign + word for sign, word in zip(signs, column, strict=True))
        is_of_it = result in column and len(said) < len(column)
        if len(set(column)) > 1 and not is_of_it:
            return "+".join(said)
    return ""


def base_name(base: str, words: Words) -> str:
    """What a share was taken of or a sum adds up, as a reader is told it: the first two of many, or
    where there are but two what is taken from what."""
    parts = base.split("+")
    plain = [part.removeprefix("-") for part in parts]
    named = [words.period(part) if part[:4].isdecimal() else words.word(part) for part in plain]
    is_less = len(parts) == NAMED_TERMS and plain[:1] == parts[:1] and plain[1:] != parts[1:]
    joint = "name.less" if is_less else "list_comma"
    text = words(joint).join(named[:NAMED_TERMS])
    return words("and_others", names=text, count=len(named)) if len(named) > NAMED_TERMS else text


def _qualify_name(name: str, column: str, value: str, words: Words) -> str:
    if value == "stated":
        return name
    return words(f"name.as.{value}", name=name)


def format_printed(printed: str, words: Words) -> str:
    """A number as printed, with separators where it is a plain whole one: 26,449; 83.14%; 1.2万, or
    12,000 in English."""
    if printed.isascii() and printed.isdigit():
        return words.count(int(printed))
    return number_of(printed, words)


def result_of(text: str, unit: str, words: Words) -> str:
    """A result, printed or recomputed, with its sign of per cent where only its unit has it."""
    return amount(text, unit, words) if unit in PER else format_printed(text, words)


def value_of(fact: Mapping[str, Any], words: Words, number: str = "") -> str:
    """A fact's printed number, or another `number` of its kind, with its unit; that is left to the
    name in English where it says what is counted: 1,420户 or 1,420, 83.14%."""
    number, unit = format_printed(number or str(fact["printed"]), words), str(fact["unit"])
    if unit == fact["measure"]:  # summonses of summonses
        unit = ""
    if unit == "户" and fact["subject"] in BUSINESSES:
        number, unit = number.removesuffix(unit), "户.business"
    if fact["measure"] in PARTICIPLES:
        return words("with_unit.counted", number=number.removesuffix(unit), unit=words.unit(unit))
    return amount(number, unit, words)


def recomputed_value(text: str, fact: Mapping[str, Any], words: Words) -> str:
    """What a fact's number should be, which may be a range, with its unit."""
    return format_range(text, lambda number: value_of(fact, words, number), words)


def format_range(text: str, write: Callable[[str], str], words: Words) -> str:
    """A number as `write` has it; of a range both its ends, in words, as a dash is no minus."""
    found = _RANGE.fullmatch(text)
    if not found:
        return write(text) if text else ""
    return words("amount.range", low=write(found["low"]), high=write(found["high"]))


def gap_text(fact: Mapping[str, Any], difference: float, words: Words) -> str:
    """A difference of so many units of a fact's last printed digit, in the fact's own unit."""
    units = Decimal(str(abs(difference)))  # less than one where a count is off by a part of it
    finer = max(-int(units.normalize().as_tuple().exponent), 0)
    printed = parse(fact["printed"], fact["unit"])
    size = printed.write(int(units.scaleb(finer)), finer)
    if printed.sign in PERCENTAGES:
        return words.points(size.removesuffix(printed.suffix))
    return value_of(fact, words, size)


def deviation_text(fact: Mapping[str, Any], difference: float, words: Words) -> str:
    """By how much a fact's printed number is off what other numbers come to, and which way: 105
    more, 0.3 percentage points lower."""
    form = "amount"
    if fact["measure"] in PARTICIPLES:
        form = "business"
    elif parse(fact["printed"], fact["unit"]).sign in PERCENTAGES:
        form = "rate"
    way = "over" if difference > 0 else "under"
    return words(f"difference.{form}.{way}", gap=gap_text(fact, difference, words))


def other_side(claim: Mapping[str, Any], should_be: str, report: Report, words: Words) -> str:
    """What a claim holds its result against, by what it is where its terms say so, with its number
    `should_be`: the 1,315 enterprises that did not file (7,996 − 6,681)."""
    facts = report.facts.set_index("fact_id", drop=False)
    number = recomputed_value(should_be, facts.loc[claim["result"]].to_dict(), words)
    said = {"recomputed": number, "arithmetic": arithmetic(claim, report, words)}
    terms = claim["operands"].split()
    names = [term.lstrip("-") for term in terms]
    if claim["kind"] != "sum" or len(terms) < 2 or not set(names) <= set(facts.index):
        return words("difference.other", **said)
    signed = facts.loc[names, PLACE].assign(sign=[term.startswith("-") for term in terms])
    if _is_unfiled(signed):
        subjects = list(dict.fromkeys(signed["subject"]))
        if len(subjects) > 1 or subjects == [ALL]:
            return words("difference.other.unfiled.all", **said)
        return words("difference.other.unfiled", subject=words.word(subjects[0]), **said)
    if list(signed["sign"]) == [False, True] and signed["measure"].nunique() == 2:
        what = words("name.less").join(words.word(measure) for measure in signed["measure"])
        return words("difference.other.named", what=what, **said)
    return words("difference.other", **said)


def _is_unfiled(terms: pd.DataFrame) -> bool:
    """Whether terms with their signs are those due less those that filed, of the same kinds."""
    due, filed = terms[~terms["sign"]], terms[terms["sign"]]
    places = [list(zip(side["subject"], side["period"], strict=True)) for side in (due, filed)]
    is_said = set(due["measure"]) == {"due"} and set(filed["measure"]) == {"filed"}
    return is_said and sorted(places[0]) == sorted(places[1])


def arithmetic(claim: Mapping[str, Any], report: Report, words: Words) -> str:
    """How a claim's result is recomputed, in the numbers that reports print: 7,996 − 6,681."""
    operands = claim["operands"].split()
    terms = "+".join(operands).split("+")
    if len(terms) > MOST_TERMS:
        return words("arithmetic.long", count=len(terms))
    numbers = _printed_terms(terms, report, words)
    if claim["kind"] == "sum":
        return _join_terms(terms, report, numbers, words)
    said = [_join_terms(operand.split("+"), report, numbers, words) for operand in operands]
    if kind_of(claim["kind"]).form == "range":
        return words(f"arithmetic.{claim['kind']}", values=words("list_comma").join(said))
    a, b = (
        words("arithmetic.group", terms=text) if "+" in operand else text
        for operand, text in zip(operands, said, strict=True)
    )
    return words(f"arithmetic.{claim['kind']}", a=a, b=b)


@cache_per_report
def _printed_by_id(report: Report) -> dict[str, tuple[str, str]]:
    """Printed number and unit of each fact, its own and those of other reports that it names."""
    facts = pd.concat([report.facts, report.linked])[["fact_id", "printed", "unit"]]
    return {name: (text, unit) for name, text, unit in facts.itertuples(index=False, name=None)}


def _printed_terms(terms: Sequence[str], report: Report, words: Words) -> dict[str, str]:
    """The printed numbers of a claim's terms, without their minus; with their units where they are
    of several scales, as 12.35亿 and 98350 of 万元 are, or have none of that in this language."""
    numbers = _numbers_of_terms(terms, report)
    if _have_units(numbers, words):
        return {name: amount(*number, words) for name, number in numbers.items()}
    return {name: format_printed(number, words) for name, (number, _) in numbers.items()}


def adds_units(claim: Mapping[str, Any], report: Report, words: Words) -> bool:
    """Whether the arithmetic of a claim has units, so that its outcome must have one."""
    terms = claim["operands"].replace("+", " ").split()
    return len(terms) <= MOST_TERMS and _have_units(_numbers_of_terms(terms, report), words)


def _numbers_of_terms(terms: Sequence[str], report: Report) -> dict[str, tuple[str, str]]:
    """Printed number, without its minus, and unit of each fact that terms name."""
    facts, names = _printed_by_id(report), dict.fromkeys(term.removeprefix("-") for term in terms)
    return {name: (facts[name][0].lstrip("-"), facts[name][1]) for name in names}


def _have_units(numbers: Mapping[str, tuple[str, str]], words: Words) -> bool:
    scales = {"" if (sign := parse(*n).sign) in PERCENTAGES else sign for n in numbers.values()}
    is_scaled = words.language != "zh" and any(unit[:1] in SCALES for _, unit in numbers.values())
    return len(scales) > 1 or is_scaled


def _join_terms(
    terms: Sequence[str], report: Report, numbers: Mapping[str, str], words: Words
) -> str:
    """Terms added up, in printed numbers: `2016-new -2016-more` as 1,170 − 85."""
    printed, said = _printed_by_id(report), ""
    for term in terms:
        name = term.removeprefix("-")
        is_taken = term.startswith("-") != printed[name][0].startswith("-")  # less -5 is plus 5
        sign = "arithmetic.minus" if is_taken else "arithmetic.plus"
        said += words(sign) + numbers[name]
    minus = words("arithmetic.minus")
    if said.startswith(minus):  # a sign, and no taking away
        return f"−{said.removeprefix(minus)}"
    return said.removeprefix(words("arithmetic.plus")).strip()
