"""A text as the rules of drafting read it: in simplified characters, without the blanks that some
set between figures and characters.

What a draft calls a number, and where it stands, is told as its paragraph has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from laicheng_data.facts.drafting.draft_fact import DraftFact
from laicheng_data.facts.sources.paragraphs import Source

_PAIRS = """
萬万 億亿 與与 專专 業业 東东 絲丝 兩两 嚴严 個个 豐丰 臨临 為为 爲为 麗丽 舉举 義义 樂乐 習习 鄉乡 書书 買买 亂乱 爭争 虧亏 雲云 亞亚 產产 産产 畝亩 親亲 僅仅
從从 倉仓 儀仪 們们 價价 眾众 衆众 優优 會会 傷伤 倫伦 偽伪 體体 餘余 傭佣 僑侨 側侧 債债 傾倾 儲储 兒儿 黨党 蘭兰 關关 興兴 養养 獸兽 內内 岡冈 冊册 寫写 軍军
農农 馮冯 決决 況况 凍冻 淨净 準准 涼凉 減减 湊凑 幾几 憑凭 擊击 劃划 劉刘 則则 剛刚 創创 刪删 別别 劇剧 勸劝 辦办 務务 動动 勵励 勁劲 勞劳 勢势 勝胜 區区 醫医
華华 協协 單单 賣卖 盧卢 衛卫 佔占 廠厂 廳厅 歷历 厲厉 壓压 縣县 參参 雙双 發发 變变 敘叙 葉叶 號号 嘆叹 聽听 啟启 吳吴 員员 響响 園园 圍围 國国 圖图 圓圆 團团
場场 壞坏 塊块 堅坚 壇坛 墳坟 壟垄 報报 執执 擴扩 掃扫 揚扬 處处 備备 複复 復复 夠够 頭头 夾夹 奪夺 奮奋 獎奖 婦妇 媽妈 學学 孫孙 寧宁 實实 寵宠 審审 憲宪 宮宫
寬宽 賓宾 對对 尋寻 導导 壽寿 將将 爾尔 塵尘 嘗尝 層层 屆届 屬属 歲岁 島岛 嶺岭 峽峡 鞏巩 幣币 帥帅 師师 帳帐 帶带 幫帮 幹干 廣广 莊庄 慶庆 庫库 應应 廟庙 龐庞
廢废 開开 異异 棄弃 張张 彌弥 強强 歸归 錄录 徹彻 徑径 後后 憶忆 憂忧 懷怀 態态 總总 戀恋 惡恶 懸悬 慣惯 戰战 戲戏 戶户 託托 擔担 據据 擬拟 擁拥 擇择 掛挂 揮挥
損损 換换 撈捞 搶抢 攝摄 擺摆 攤摊 敵敌 數数 齊齐 斷断 無无 舊旧 時时 曆历 暫暂 機机 殺杀 雜杂 權权 條条 來来 楊杨 極极 構构 標标 棟栋 樹树 樣样 橋桥 檔档 檢检
樓楼 歡欢 歐欧 殘残 毀毁 畢毕 氣气 漢汉 湯汤 溝沟 沒没 滬沪 淚泪 澤泽 潔洁 濟济 測测 濱滨 滿满 漁渔 漲涨 滲渗 溫温 灣湾 濕湿 滾滚 滅灭 燈灯 災灾 爐炉 點点 煉炼
煙烟 熱热 燒烧 愛爱 爺爷 牽牵 犧牺 狀状 猶犹 獨独 獲获 環环 現现 瑪玛 電电 畫画 暢畅 療疗 瘋疯 盜盗 鹽盐 監监 蓋盖 盤盘 睏困 礦矿 碼码 確确 禮礼 禍祸 離离 種种
積积 稱称 稅税 穩稳 窮穷 竊窃 競竞 筆笔 築筑 簡简 籌筹 簽签 籃篮 類类 糧粮 緊紧 糾纠 紅红 約约 級级 紀纪 純纯 納纳 綱纲 紙纸 線线 練练 組组 細细 織织 終终 紹绍
經经 結结 繞绕 給给 絡络 絕绝 統统 繼继 績绩 續续 維维 綜综 綠绿 緩缓 編编 緣缘 縮缩 繳缴 網网 羅罗 罰罚 職职 聯联 聰聪 腦脑 膚肤 膽胆 腫肿 腳脚 臟脏 臺台 藝艺
節节 蘇苏 薦荐 藥药 蘋苹 薩萨 營营 蕭萧 藍蓝 蟲虫 雖虽 補补 襲袭 裝装 見见 觀观 規规 視视 覽览 覺觉 觸触 計计 訂订 認认 討讨 讓让 訓训 議议 訊讯 記记 講讲 許许
論论 設设 訪访 證证 評评 識识 訴诉 診诊 詞词 譯译 試试 詩诗 誠诚 話话 詢询 該该 詳详 語语 誤误 說说 説说 請请 諸诸 課课 調调 談谈 謀谋 謝谢 謹谨 譽誉 讀读 負负
財财 責责 賢贤 敗败 貨货 質质 販贩 貪贪 購购 貫贯 貧贫 貿贸 費费 貸贷 資资 賊贼 賠赔 賞赏 賦赋 賬账 賭赌 贏赢 贊赞 趙赵 趨趋 躍跃 踐践 車车 軌轨 轉转 輪轮 軟软
載载 較较 輔辅 輛辆 輕轻 輸输 辭辞 邊边 達达 遷迁 過过 運运 還还 這这 進进 遠远 違违 連连 遲迟 適适 選选 遺遗 鄧邓 鄭郑 鄰邻 醬酱 釋释 裡里 裏里 針针 鐵铁 鈔钞
鋼钢 銀银 銷销 鎖锁 鎮镇 錢钱 錯错 鍵键 鏡镜 鐘钟 長长 門门 閉闭 問问 閃闪 間间 閱阅 闊阔 隊队 陽阳 陰阴 階阶 際际 陸陆 陳陈 險险 隨随 隱隐 隻只 難难 靜静 頁页
頂顶 項项 順顺 須须 顧顾 預预 領领 頻频 題题 額额 願愿 顯显 風风 飛飞 飯饭 飲饮 館馆 馬马 駐驻 駕驾 駛驶 驗验 騙骗 騎骑 魚鱼 鮮鲜 鳥鸟 雞鸡 麥麦 黃黄 齡龄 龍龙
徵征 製制 並并 併并 佈布 係系 遊游 週周 於于 採采 註注 牆墙 闖闯 紛纷 繫系 礎础 舖铺 鋪铺 貢贡 賃赁 貼贴 贈赠 軸轴 轄辖 遞递 閒闲 陣阵 韓韩 韌韧 頒颁 頓顿 飾饰
饋馈 駁驳 驅驱 鬥斗 鬧闹 僱雇 勳勋 匯汇 彙汇 嚮向 囑嘱 壯壮 妝妆 嬰婴 廈厦 慮虑 憤愤 懲惩 拋抛 挾挟 捨舍 攔拦 攜携 曉晓 槍枪 槓杠 樁桩 欄栏 滯滞 濫滥 澀涩 獄狱
傢家 瞭了 瑣琐 癥症 盡尽 硯砚 禦御 穀谷 竄窜 筍笋 紮扎 縱纵 緝缉 縫缝 繪绘 聞闻 聲声 聳耸 脅胁 腸肠 臘腊 蔣蒋 藉借
"""
# 6 月 and 共 300 家; where it stands in a number, as in 2.8 万 or 1 200, it is part of what is printed.
_BLANKS = re.compile(
    r"(?<!^\d)(?<!^\d\d)(?<!\d \d\d\d)(?<=[\d%％])[ \u3000\xa0]+"
    r"(?=(?![万亿千百多余成])[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])[ \u3000\xa0]+(?=\d)"
)
_ADDED = {ord("额"): "額", ord("点"): "點"}
_SIMPLE = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})


def simplify(text: str) -> str:
    """The text in simplified characters, each in the place of its own."""
    return text.translate(_SIMPLE)


def strip_whitespace(text: str) -> str:
    """The text without white space, as titles are compared."""
    return re.sub(r"\s+", "", text)


def plain_source(source: Source) -> Source:
    """The source as rules read it; the same object where nothing is to be read otherwise."""
    lines = [simplify(line) for line in source.lines]
    lines = [line if at in source.rows else _BLANKS.sub("", line) for at, line in enumerate(lines)]
    if lines == source.lines:
        return source
    rows = {
        at: row._replace(cells=tuple(cell._replace(text=simplify(cell.text)) for cell in row.cells))
        for at, row in source.rows.items()
    }
    return Source(lines, rows, source.about)


def restore_original(numbers: Iterable[DraftFact], source: Source) -> list[DraftFact]:
    """Numbers with their words, their places and themselves as their paragraphs have them."""
    lines = source.lines
    whole = _own_characters("".join(lines))  # a name may come of another paragraph
    own = [{**whole, **_own_characters(line)} if whole else {} for line in lines]
    moved = [None if at in source.rows else _blank_offsets(line) for at, line in enumerate(lines)]
    back = (_restore_position(n, lines[n.paragraph], moved[n.paragraph]) for n in numbers)
    return [_restore_characters(n, lines[n.paragraph], own[n.paragraph]) for n in back]


def _blank_offsets(line: str) -> tuple[list[int], list[int]] | None:
    """From which places on a line without its blanks stands further left, and by how much; None
    where it has none."""
    places, by, gone = [], [0], 0
    for blank in _BLANKS.finditer(simplify(line)):
        places.append(blank.start() - gone)
        gone += len(blank.group())
        by.append(gone)
    return (places, by) if places else None


def _restore_position(
    number: DraftFact, line: str, moved: tuple[list[int], list[int]] | None
) -> DraftFact:
    """The number where its paragraph, with its blanks, has it."""
    if moved is None:
        return number
    places, by = moved
    start = number.start + by[bisect_right(places, number.start)]
    end = number.end + by[bisect_right(places, number.end - 1)]
    is_same = number.printed.replace(" ", "") == re.sub(r"[ \u3000\xa0]", "", line[start:end])
    printed = line[start:end] if number.reason or is_same else number.printed
    return replace(number, start=start, end=end, printed=printed)


def _own_characters(line: str) -> dict[int, str]:
    """What stands in a line for the simplified characters that are read in its place, and for
    those of 增额 and 降点, which a draft adds itself."""
    own = {ord(simple): own for own in dict.fromkeys(line) if (simple := simplify(own)) != own}
    return {**_ADDED, **own} if own else {}


def _restore_characters(number: DraftFact, line: str, own: dict[int, str]) -> DraftFact:
    if not own:
        return number
    return replace(
        number,
        printed=line[number.start : number.end],
        measure=number.measure.translate(own),
        subject=number.subject.translate(own),
        unit=number.unit.translate(own),
        office=number.office.translate(own),
    )
