"""Questions about all documents in Chinese, which has no spaces and an order of its own."""

import re

_DOC = (
    r"(?P<docs>(?:[A-Za-z]+\s?)?(?:文件|文档|文檔|资料|資料|合同|协议|協議|发票|發票|收据|信件|"
    r"会议纪要|會議紀要|会议记录|纪要|报告|報告|保单|手册|文章|论文|邮件|电子邮件|表格|演示文稿|图片)"
    r"|[A-Za-z]{2,5})"
)
_EACH = (
    r"(?:每(?:一)?[份个個篇封张張本]?|所有(?:的)?|全部(?:的)?|各(?:份|个|個)?|我的(?:所有|全部)?|"
    r"这些|這些)"
)
_YEAR = r"(?:(?P<tail>(?:19|20)\d\d)\s?年(?:的)?)?"
_ASK = r"(?:请|請)?(?:帮我|给我|幫我)?(?:列出|列举|列舉|找出|提取|比较|比較|告诉我|显示|汇总|整理)?"
_IN = r"(?:里面?|中|内|裡|上)?"
_MENTION = r"(?:提到|提及|包含|包括|涉及|讨论|討論|谈到|含有|说到|规定|規定|写到)(?:了|过|過)?"
_SUMMARY = (
    r"(?:请|請)?(?:帮我|给我)?(?:总结|總結|概括|归纳|摘要|概述|写.{0,3}(?:摘要|总结))(?:一下)?"
)
_BY_SECTIONS = r"(?:(?:请|請)?(?:按|分)(?:照)?(?:章节|部分|章|节)(?:来)?)"
_FOLDER = (
    r"(?:在)?(?:(?:文件夹|目录|資料夾)\s?(?P<folder>[^里中内的有\s]+)\s?|"
    r"(?P<folder2>[\w-]+)\s?(?:文件夹|目录))(?:里面?|中|内)?"
)

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form + r"\s?(?:吗|呢)?$", re.IGNORECASE))
    for kind, form in (
        (
            "count",
            rf"^(?:{_FOLDER})?(?:我|这里|库里|总共|一共|目前|现在|的)*"
            rf"(?:有|存了|索引了)?(?:多少|几)[个個份篇封张張]?{_DOC}(?:被索引)?(?:了)?",
        ),
        (
            "count",
            rf"^(?:我的|所有)?{_DOC}(?:的)?(?:总数|數量|数量|总共有多少|一共有多少|有多少[个份]?)"
            r"(?:是多少)?",
        ),
        (
            "mention",
            rf"^(?:请|請)?(?:列出|找出)?(?:我的)?(?:哪些|哪几[份个篇]|有哪些|所有){_DOC}{_IN}"
            rf"{_MENTION}(?P<topic>.+?)",
        ),
        (
            "mention",
            rf"^(?P<topic>.+?)(?:在|出现在|被)哪些{_DOC}{_IN}(?:出现|提到|提及)?(?:了|过)?",
        ),
        ("mention", rf"^(?:列出|找出|显示)?(?:所有|全部){_MENTION}(?P<topic>.+?)的{_DOC}"),
        ("summary-of-each", rf"^{_SUMMARY}{_EACH}{_YEAR}{_DOC}(?:的)?(?:内容|要点)?"),
        (
            "summary-of-each",
            rf"^{_EACH}{_YEAR}{_DOC}(?:分别)?(?:讲|说|是关于|写)(?:的)?(?:了)?什么(?:的)?",
        ),
        (
            "summary-of-one",
            rf"^{_BY_SECTIONS}?{_SUMMARY}{_BY_SECTIONS}?(?:这|這|该|本)[份个個篇封本]?{_DOC}"
            r"(?:的)?(?:内容|要点|(?:各|每)[个個]?(?:章节|部分|章))?",
        ),
        (
            "summary-of-one",
            rf"^(?:这|這|该|本)[份个個篇封本]?{_DOC}(?:讲|说|是关于|写)(?:的)?(?:了)?什么(?:的)?",
        ),
        (
            "each",
            rf"^{_ASK}{_EACH}{_YEAR}{_DOC}{_IN}(?:的|规定的|約定的|约定的)?(?P<topic>.+?)"
            r"(?:(?:分别|各)?(?:是|为)(?:什么|多少|多久|谁|哪天|何时|几)|有?多(?:长|少|久))?",
        ),
    )
)


def chinese_reading(question: str) -> tuple[str, dict[str, str | None]] | None:
    """The kind of question and its parts, or None where it is none of these or not Chinese."""
    if not re.search(r"[\u4e00-\u9fff]", question):
        return None
    for kind, form in _FORMS:
        match = form.match(question)
        if match is None:
            continue
        found = match.groupdict()
        folder = found.get("folder") or found.get("folder2")
        if folder:
            found["tail"] = f'in folder "{folder}"'
        return kind, found
    return None
