"""Invented notices for the browser: one like a county's, one of sixty pages."""

ITEMS = (
    "开展专题学习。各企业主要负责人为员工讲一堂安全课，学习《中华人民共和国安全生产法》。",
    "组织观看警示片。各企业组织全体员工观看警示教育片，写好观后感。",
    "开展隐患排查。各企业要全面排查重大事故隐患，建立台账，6月20日前完成整改。",
    "落实挂图作战。县工信局每月公布进展，逐项督办。",
    "公示整改情况。各企业每月公示重大事故隐患整改情况。",
    "开展执法检查。县工信局对重点企业开展一次专项检查。",
    "开展“五带头”活动。推动企业主要负责人带头学习、带头检查，签订安全承诺书。",
    "排查外包外租。各企业对外包外租项目开展大排查，清退不合格单位。",
    "开好班前会。各企业每天召开班前会，开展岗位安全提示。",
    "办好安全宣传咨询日。6月16日，县工信局和各企业面向公众讲解安全知识，发放宣传资料。",
    "绘制逃生路线图。各企业绘制一张逃生路线图，张贴在岗位旁。",
    "开展应急演练。各企业组织一次事故应急演练。在县融媒体曝光一批典型案例。",
    "参加知识竞赛。广泛动员本乡镇职工参加网络知识竞赛。",
    "建设安全文化。县工信局征集安全文化作品，制作一批短视频。",
    "曝光典型案例。县工信局在6月底前集中曝光一批典型案例。",
    "鼓励举报。各企业公布举报电话12350，鼓励员工随手拍。",
    "开展总结评比。各企业要尽快上报总结。",
)
HEAD = (
    "示例县工业和信息化局关于印发《2026年工业企业“安全生产月”活动方案》的通知\n"
    "示工信发〔2026〕{number}号\n\n各工业企业：\n"
    "根据《示例省安全生产条例》和示安委发〔2026〕3号要求，现将方案印发给你们，请认真落实。\n\n"
    "示例县工业和信息化局\n2026年5月27日\n\n2026年工业企业“安全生产月”活动方案\n\n"
    "六月里全县以民用爆炸物品企业为重点，集中办好安全生产月。\n"
    "一、活动主题\n人人讲安全、个个会应急。\n二、活动时间\n2026年6月1日至6月30日。\n三、活动内容\n"
)
PARTS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
TAIL = "五、工作要求\n（一）专人负责。各企业明确一名联络员，联系电话：0943-5521234。\n"


def seventeen(number: int) -> str:
    """A month's plan with seventeen activities, a missing section and a word of another office."""
    items = "".join(f"{place}.{text}\n" for place, text in enumerate(ITEMS, start=1))
    return HEAD.format(number=number) + items + TAIL


def sixty_pages(number: int) -> str:
    """About 60 pages of 700 characters with 204 activities in twelve parts."""
    parts = []
    for part in range(len(PARTS)):
        parts.append(f"（{PARTS[part]}）第{part + 1}组工作\n")
        for place, text in enumerate(ITEMS, start=1):
            told = "各企业要结合本单位生产实际，明确责任人员和完成时限，把要求落实到每个岗位。" * 5
            parts.append(f"{place}.{text}{told}\n")
    return HEAD.format(number=number) + "".join(parts) + TAIL
