"""The house's slide master: one left edge, one font, and placeholders for all that a slide says.

A slide takes every place, size and bullet from here, so that who restyles the master restyles all.
"""

from __future__ import annotations

import re
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from laicheng_data.charts import style

# Both are on Windows. WPS and LibreOffice have stand-ins for them, which they have not for the
# Latin letters of the second; and few machines have the font of the pictures.
LATIN, CHINESE = "Arial", "Microsoft YaHei"
# In points, as everything here: a slide and the room for each placeholder on it.
SLIDE = (960, 540)
LEFT, WIDTH = 40, 880
TITLE = (LEFT, 33, WIDTH, 60)
ABOVE = (LEFT, 11, WIDTH, 16)  # the title: which step of the story a slide is
BODY = (LEFT, 98, WIDTH, 382)
SOURCE = (LEFT, 481, 820, 47)
NUMBER = (870, 481, 50, 47)
GUTTER = 40  # between two columns, which stand below a title of one row
COLUMN = (LEFT, 104, (WIDTH - GUTTER) / 2, 330)
BLOCK = (0, 0, SLIDE[0], 310)  # of colour, on which a cover says what it is and the answer
COVER_TITLE, COVER_SUBTITLE = (LEFT, 30, WIDTH, 48), (LEFT, 82, WIDTH, 20)
STATEMENT, COVER_BODY = (LEFT, 108, WIDTH, 190), (LEFT, 330, WIDTH, 152)
CARD = (LEFT + COLUMN[2] + GUTTER, 324, COLUMN[2], 158)  # what to ask first, on a cover
CARD_EDGE = 14  # between the edges of the card and what it says
TITLE_PT, TEXT_PT, SOURCE_PT = 22, 20, 12
SPACE = 9  # between two lines of a list
BAND = (0, 0, 10, SLIDE[1])  # of colour, along the left edge
INDENT = 26  # room for a bullet, or for a number of two digits
COVER, TEXT, COLUMNS, CHART = 0, 1, 2, 3  # the layouts, by their place
# Of those that python-pptx brings: title slide, title and content, two contents, title only.
_KEPT = (0, 1, 3, 5)
_NAMES = ("Cover", "Title and text", "Title and two columns", "Title and charts")
_HUES = style.colours(("enterprise", "individual", "cooperative", "all")).values()
_THEME = (
    ("dk1", style.INK),
    ("lt1", "#ffffff"),
    ("dk2", style.QUIET),
    ("lt2", "#f2f2f2"),
    *zip(
        ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"),
        (style.ACCENT, *_HUES, style.ACCENT, style.ACCENT, style.QUIET),
        strict=True,
    ),
)


def house_show() -> Any:
    """An empty show on the house's master, with the layouts COVER, TEXT, COLUMNS and CHART."""
    show = Presentation()
    show.slide_width, show.slide_height = (Pt(points) for points in SLIDE)
    master = show.slide_master
    _set_theme(master)
    _set_up_master(master)
    for place in reversed(range(len(master.slide_layouts))):
        if place not in _KEPT:
            master.slide_layouts.remove(master.slide_layouts[place])
    shapes = (
        [
            _block(),
            _placeholder(
                "ctrTitle", 0, "Title", COVER_TITLE, size=18, anchor="b", plain=True, ink="bg1"
            ),
            _placeholder("subTitle", 1, "Subtitle", COVER_SUBTITLE, size=14, plain=True, ink="bg1"),
            _placeholder(
                "body", 14, "Statement", STATEMENT, size=34, anchor="ctr", bold=True, ink="bg1"
            ),
            _placeholder("body", 13, "Text", COVER_BODY),
            _placeholder(
                "body", 2, "First", CARD, anchor="ctr", plain=True, edge=CARD_EDGE, fill="bg2"
            ),
        ],
        [_placeholder("title", None, "Title"), _above(), _placeholder("body", 1, "Text")],
        [
            _placeholder("title", None, "Title"),
            _above(),
            *(
                _placeholder("body", index, name, (LEFT + right, *COLUMN[1:]))
                for index, name, right in ((1, "Text", 0), (2, "Right", COLUMN[2] + GUTTER))
            ),
        ],
        [
            _placeholder("title", None, "Title"),
            _above(),
            _placeholder("body", 1, "Text", size=14, plain=True),
        ],
    )
    for layout, name, placeholders in zip(master.slide_layouts, _NAMES, shapes, strict=True):
        layout.name = name
        _fill(layout, [*placeholders, *_foot()])
    return show


def _set_theme(master: Any) -> None:
    """Name colours and fonts once, so that everything on every slide follows."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'
        for name, colour in _THEME
    )
    text = re.sub(
        r"<a:clrScheme.*?</a:clrScheme>",
        f'<a:clrScheme name="Laicheng">{colours}</a:clrScheme>',
        text,
        flags=re.DOTALL,
    )
    for element, font in (
        ("a:latin", LATIN),
        ("a:ea", CHINESE),
        ('a:font script="Hans"', CHINESE),
    ):
        text = re.sub(rf'(<{element} typeface=")[^"]*', rf"\g<1>{font}", text)
    theme._blob = text.encode("utf-8")


def _set_up_master(master: Any) -> None:
    places = [
        _placeholder("title", None, "Title", TITLE, anchor="t"),
        _placeholder("body", 1, "Text", BODY, anchor="t"),
        *_foot(SOURCE, NUMBER),
    ]
    _fill(master, [_band(), *places])
    old = master._element.find(qn("p:txStyles"))
    old.getparent().replace(old, parse_xml(_TEXT_STYLES))


def _fill(sheet: Any, placeholders: list[str]) -> None:
    """Put these placeholders, and nothing else, on a master or layout."""
    tree = sheet.shapes._spTree
    for shape in list(tree):
        if shape.tag in (qn("p:sp"), qn("p:pic"), qn("p:grpSp")):
            tree.remove(shape)
    for number, text in enumerate(placeholders, start=2):
        shape = parse_xml(text)
        shape.xpath(".//p:cNvPr")[0].set("id", str(number))
        tree.append(shape)


def _band() -> str:
    return _decoration("Band", BAND)


def _block() -> str:
    return _decoration("Block", BLOCK)


def _decoration(name: str, place: tuple[float, ...]) -> str:
    """A surface of the house's colour, as XML; it is decoration, and says that it is no content."""
    x, y, width, height = (Pt(points) for points in place)
    decorative = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
        ' val="1"/></a:ext></a:extLst>'
    )
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="0" name="{name}">{decorative}</p:cNvPr>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "</p:sp>"
    )


def _above() -> str:
    """What stands above a title."""
    return _placeholder("body", 15, "Subtitle", ABOVE, size=12, bold=True, ink="accent1")


def _foot(source: tuple[int, ...] = (), number: tuple[int, ...] = ()) -> list[str]:
    """The source line and the slide's number."""
    field = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>‹#›</a:t></a:fld>'
    )
    return [
        _placeholder("ftr", 11, "Source", source, size=SOURCE_PT, anchor="b", plain=True),
        _placeholder(
            "sldNum", 12, "Number", number, size=SOURCE_PT, anchor="b", plain=True, content=field
        ),
    ]


def _placeholder(
    kind: str,
    index: int | None,
    name: str,
    place: tuple[float, ...] = (),
    size: float = 0,
    anchor: str = "",
    plain: bool = False,
    content: str = "",
    bold: bool = False,
    ink: str = "tx2",
    edge: float = 0,
    fill: str = "",
) -> str:
    """A placeholder as XML; what is not given it takes from the master. `plain` is without
    bullets and in a quiet `ink`, `bold` is without bullets too; `edge` is the room between its
    edges, which may have a `fill`, and what it says."""
    at = "" if index is None else f' idx="{index}"'
    frame = ""
    if place:
        x, y, width, height = (Pt(points) for points in place)
        frame = (
            f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        )
    if fill:
        frame += f'<a:solidFill><a:schemeClr val="{fill}"/></a:solidFill>'
    body = f' anchor="{anchor}"' if anchor else ""
    inset = " ".join(f'{side}Ins="{Pt(edge)}"' for side in "ltrb")
    styled = ""
    if size or plain or bold:
        quiet = f'<a:solidFill><a:schemeClr val="{ink}"/></a:solidFill>' if plain or bold else ""
        bullets = ' marL="0" indent="0"' if plain or bold else ""
        weight = ' b="1"' if bold else ""
        right = ' algn="r"' if kind == "sldNum" else ""
        points = f' sz="{round(size * 100)}"' if size else ""
        styled = (
            f"<a:lvl1pPr{bullets}{right}>{'<a:buNone/>' if plain or bold else ''}"
            f"<a:defRPr{points}{weight}>{quiet}</a:defRPr></a:lvl1pPr>"
        )
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="0" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{at}/></p:nvPr>'
        f"</p:nvSpPr><p:spPr>{frame}</p:spPr><p:txBody>"
        f"<a:bodyPr {inset}{body}><a:normAutofit/></a:bodyPr>"
        f"<a:lstStyle>{styled}</a:lstStyle><a:p>"
        f"{content or f'<a:r><a:t>{name}</a:t></a:r>'}</a:p></p:txBody></p:sp>"
    )


def _level(number: int) -> str:
    indent = Pt(INDENT)
    return (
        f'<a:lvl{number}pPr marL="{indent * number}" indent="-{indent}" algn="l">'
        '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{SPACE * 100}"/></a:spcBef>'
        '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        f'<a:defRPr sz="{TEXT_PT * 100}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr>'
        f"</a:lvl{number}pPr>"
    )


_TEXT_STYLES = (
    f"<p:txStyles {nsdecls('p', 'a')}><p:titleStyle>"
    '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:buNone/>'
    f'<a:defRPr sz="{TITLE_PT * 100}" b="1"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/></a:defRPr></a:lvl1pPr></p:titleStyle>'
    f"<p:bodyStyle>{_level(1)}{_level(2)}{_level(3)}</p:bodyStyle>"
    '<p:otherStyle><a:lvl1pPr><a:defRPr sz="1200"/></a:lvl1pPr></p:otherStyle></p:txStyles>'
)
