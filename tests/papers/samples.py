"""Papers to render: a daily bulletin as long as a real one, an official document, a long table."""

from __future__ import annotations

from datetime import date

from shouwang.papers.layout.model import (
    Appendix,
    BulletinHead,
    Column,
    Heading,
    Imprint,
    Mark,
    PaperLayout,
    Paragraph,
    RedHead,
    Row,
    Signature,
    Table,
    figure,
    plain,
    strong,
)

DAY = date(2020, 2, 10)
COUNTIES = (
    ("市本级", "9", "9", "0", "100.0%", "412", "168", "0", "12", "0", "1,204", "18", "9.5"),
    ("棠宁区", "31", "30", "1", "96.8%", "1,486", "497", "1", "23", "4", "4,311", "67", "6.2"),
    ("槐津区", "28", "28", "0", "100.0%", "1,302", "441", "0", "17", "2", "3,806", "54", "7.8"),
    ("荻汀市", "27", "26", "1", "96.3%", "1,190", "402", "0", "15", "3", "3,441", "49", "4.1"),
    ("穗原县", "24", "24", "0", "100.0%", "1,021", "355", "0", "11", "0", "2,987", "38", "5.6"),
    ("榆埠县", "23", "21", "2", "91.3%", "968", "331", "2", "19", "5", "2,804", "41", "2.7"),
    ("砚宁县", "21", "21", "0", "100.0%", "874", "302", "3", "21", "8", "2,560", "33", "3.4"),
    ("柘陵县", "21", "21", "0", "100.0%", "861", "296", "0", "9", "0", "2,503", "29", "8.0"),
    ("蘅坪县", "19", "18", "1", "94.7%", "742", "251", "0", "8", "1", "2,166", "22", "3.9"),
    (
        "澜川经济开发区",
        "10",
        "10",
        "0",
        "100.0%",
        "398",
        "139",
        "0",
        "4",
        "0",
        "1,155",
        "12",
        "11.3",
    ),
)
TOTAL = (
    "合计",
    "213",
    "208",
    "5",
    "97.7%",
    "9,254",
    "3,182",
    "6",
    "139",
    "23",
    "26,937",
    "363",
    "2.7",
)


def county_table() -> Table:
    """The summary of ten units by twelve figures that closes the daily bulletin."""
    return Table(
        columns=(
            Column("县（市、区）", "left"),
            Column("应报", "right", "报送情况（家）"),
            Column("已报", "right", "报送情况（家）"),
            Column("未报", "right", "报送情况（家）"),
            Column("报送率", "right", "报送情况（家）"),
            Column("在院\n服务对象", "right", "人员（人）"),
            Column("在岗\n职工", "right", "人员（人）"),
            Column("新发\n发热", "right", "健康（人）"),
            Column("隔离\n观察", "right", "健康（人）"),
            Column("解除\n隔离", "right", "健康（人）"),
            Column("测温\n（人次）", "right", "防控"),
            Column("谢绝来访\n（人次）", "right", "防控"),
            Column("物资可用\n（天）", "right", "防控"),
        ),
        rows=(*(Row(cells) for cells in COUNTIES), Row(TOTAL, "total")),
        unit="统计时点：2020年2月10日16:00",
        notes=(
            "报送率为已报占应报的比例；未报单位不计入人员、健康和防控各栏。",
            "“物资可用”为该地各机构最紧缺物资可用天数的最小值，合计栏取全市最小值。",
        ),
    )


def bulletin(marks: tuple[Mark, ...] = (Mark.DEMONSTRATION,)) -> PaperLayout:
    """A daily bulletin: two pages of text and a sideways appendix."""

    def para(*parts: str | tuple[str, str]) -> Paragraph:
        return Paragraph(tuple(plain(p) if isinstance(p, str) else figure(*p) for p in parts))

    return PaperLayout(
        title="全市民政服务机构疫情防控情况",
        dated=DAY,
        head=BulletinHead(
            masthead="每日简报",
            issue=20,
            organ="澜川市民政局办公室",
            day="2020年2月10日",
            lunar="正月十七",
            signer="方砚秋",
        ),
        body=(
            Heading(1, "综述"),
            para(
                "截至2月10日16时，全市应报",
                ("213", "due"),
                "家，已报",
                ("208", "filed"),
                "家，报送率",
                ("97.7%", "rate"),
                "。未报",
                ("5", "missing"),
                "家：拾桥镇敬老院、荻浦萱安老年公寓、榆津镇敬老院、涟埠幸福养老院、蕙津镇敬老院，正在逐家核实。"
                "在院服务对象",
                ("9,254", "in_house"),
                "人（较昨日减少",
                ("7", "in_house_delta"),
                "人），在岗职工",
                ("3,182", "on_post"),
                "人（较昨日增加",
                ("11", "on_post_delta"),
                "人）。",
            ),
            Heading(1, "异常与处置"),
            para(
                "今日新发发热",
                ("6", "fever"),
                "人，涉及棠宁区社会福利院、漪埠乡敬老院、砚坪镇敬老院等",
                ("3", "fever_units"),
                "家；已隔离",
                ("6", "isolated_new"),
                "人、送诊",
                ("4", "sent"),
                "人次，诊断结论待疾控部门反馈。隔离观察",
                ("139", "isolated"),
                "人，今日解除",
                ("23", "released"),
                "人。",
            ),
            Paragraph(
                (
                    strong("需要说明的是，"),
                    plain(
                        "砚坪镇敬老院第二例、第三例与首例同楼道，已按聚集性疫情线索处置，"
                        "同室8名老人转入单人隔离室，续报于今日14时20分报送市指挥部和省民政厅。"
                    ),
                )
            ),
            Heading(1, "动态"),
            Heading(
                2,
                "机构管控。",
                tail=(
                    plain("各养老机构继续封闭管理，谢绝来访"),
                    figure("363"),
                    plain("人次，特批进入"),
                    figure("4"),
                    plain("人次，均有审批人；视频探视"),
                    figure("412"),
                    plain("次。"),
                ),
            ),
            Heading(
                2,
                "婚姻与殡葬。",
                tail=(
                    plain("办理婚姻登记"),
                    figure("26"),
                    plain("对，均为预约；简办丧事"),
                    figure("31"),
                    plain("场，劝导超限"),
                    figure("2"),
                    plain("场；遗体告别、守灵继续暂停。"),
                ),
            ),
            Heading(
                2,
                "困难群众。",
                tail=(
                    plain("走访困难群众"),
                    figure("1,206"),
                    plain("人，累计覆盖"),
                    figure("93.4%"),
                    plain("；对分散供养特困人员每日电话问候。"),
                ),
            ),
            Heading(
                2,
                "督导检查。",
                tail=(
                    plain("4个组督导"),
                    figure("37"),
                    plain("家，新发现问题"),
                    figure("15"),
                    plain("个，已销号"),
                    figure("9"),
                    plain("个；消防安全同步检查，配电线路问题最多。"),
                ),
            ),
            Heading(1, "保障"),
            para(
                "口罩可用不足3天的有",
                ("2", "short_units"),
                "家：榆津镇敬老院、涟浦松鹤老年公寓。今日调拨口罩",
                ("12,000", "allocated"),
                "只，按可用天数由少到多分配；接收捐赠款",
                ("183,600.00", "cash_in"),
                "元、物资",
                ("7", "goods_in"),
                "批次，已在市慈善会网站公示。",
            ),
            Heading(1, "需协调"),
            Heading(3, "榆埠县请求", tail=(plain("调剂额温枪30支，县内药店已断货。"),)),
            Heading(
                3, "砚宁县请求", tail=(plain("明确发热老人转诊定点医院，现定点医院床位已满。"),)
            ),
        ),
        appendices=(Appendix("各县（市、区）日报汇总表", (county_table(),), label="附表"),),
        imprint=Imprint(
            printed_by="澜川市民政局办公室",
            printed_on="2020年2月10日",
            report_to=("市疫情防控指挥部", "省民政厅办公室"),
            copy_to=(
                "市卫生健康委",
                "市疾病预防控制中心",
                "各县（市、区）民政局",
                "澜川经济开发区社会事务局",
                "局属各单位",
            ),
        ),
        marks=marks,
        author="澜川市民政局",
    )


def notice() -> PaperLayout:
    """A notice with a red head, an attachment and a seal's room."""
    return PaperLayout(
        title="关于在全市养老机构开展消防安全与疫情防控联合检查的通知",
        dated=DAY,
        head=RedHead(mark="澜川市民政局文件", number="澜民发〔2020〕7号"),
        addressee="各县（市、区）民政局，澜川经济开发区社会事务局，局属各单位：",
        body=(
            Paragraph(
                (
                    plain(
                        "为落实“四不两直”要求，根据《中华人民共和国消防法》和市指挥部第10号通告，"
                        "现将有关事项通知如下。"
                    ),
                )
            ),
            Heading(1, "检查范围"),
            Paragraph(
                (
                    plain(
                        "全市179家养老机构，重点是封闭管理期间无人值守的消防控制室、厨房和配电间。"
                    ),
                )
            ),
            Heading(1, "工作要求"),
            Heading(2, "压实责任"),
            Heading(3, "属地责任。", tail=(plain("县级民政部门主要负责人为第一责任人。"),)),
            Heading(4, "逐院签字，问题清单当日录入。"),
            Heading(4, "整改结果5日内报市局。"),
        ),
        attachments=("检查项目清单", "问题整改台账（样表）"),
        signature=Signature(("澜川市民政局",), "2020年2月10日", sealed=True),
        annotation="联系人：方砚秋，电话：0000-8123456",
        imprint=Imprint(
            "澜川市民政局办公室", "2020年2月10日", copy_to=("市应急管理局", "市消防救援支队")
        ),
        marks=(Mark.DRAFT, Mark.DEMONSTRATION),
        author="澜川市民政局",
    )


def long_table(rows: int = 231) -> PaperLayout:
    """A list of every institution, several pages long."""
    columns = (
        Column("序号"),
        Column("机构名称", "left"),
        Column("所在地", "left"),
        Column("在院（人）", "right"),
    )
    body = tuple(
        Row((str(n), f"第{n}敬老院", "棠宁区拾桥镇", str(20 + n % 60))) for n in range(1, rows + 1)
    )
    return PaperLayout(
        title="养老机构名录", dated=DAY, body=(Table(columns, body, unit="单位：人"),)
    )
