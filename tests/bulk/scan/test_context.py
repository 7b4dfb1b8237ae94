"""Which texts are codes: tables of what analysts write, and of what only looks like a code."""

from __future__ import annotations

import pytest

from tests.support.scans import codes

CERTAIN = [
    "E54000034",
    "SELECT * FROM t WHERE code = 'E54000042'",
    "-- E07000026 was Allerdale",
    "#E54000034 is Frimley",
    "x<-c('E54000034','E54000067')",
    "https://example.org/areas/E54000034/figures",
    "https://example.org/query?where=ICB23CD%3D%27E54000034%27",
    '"a\\nE54000034\\n"',
    "key: E38000026",
    "| E54000034 | Frimley |",
    "read_csv('data/E54000034.csv')",
    "E54000034-E54000067",
    "“E54000034”",
    "\u00a0E54000034\u00a0",
    "E10000006",
    "E08000016",
    "E40000007",
    "E06000048",
    "E38000252",
]
"""Lines with one ONS code that has ended."""

NOT_CERTAIN = [
    "E54000067",  # in force
    "E06000063",
    "E38000254",
    "E54999999",  # not a code
    "E5400003",
    "E540000341",
    "xE54000034",
    "E54000034x",
    "x_E54000034",
    "E54000034_total",
    "1E07000026",
    "1.E07000026",
    "color: #E54000",
    "color: #E5400034",
    "e5400003-4e07-4000-8000-0260e5400003",
    "E5400003-4E07-4000-8000-0260E5400003",
    "sha256:E54000034E54000034E54000034E54000034E54000034E54000034E5400003",
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4/E54000034+8w38GIAXDIBKE0DHxgljNBAAO",
    "cmVhbGx5IGxvbmcgdGV4dCBpbiBiYXNlNjQgd2l0aCBtYW55IGNoYXJhY3RlcnM/QNQ/E54000034==",
]
"""Lines without one."""

SHORT = {
    "a comparison in SQL": ("WHERE icb_code = 'QNQ'", ["QNQ"]),
    "a list in SQL": ("WHERE ccg IN ('03D', '05C', '15E')", ["03D", "05C"]),
    "a list in SQL on lines": ("WHERE sub_icb_code IN (\n    '03D',\n    '05C'\n)", ["03D", "05C"]),
    "the same without indents": ("FROM ccg_population\nWHERE code IN (\n'03D',\n'05C')", ["03D", "05C"]),
    "the word on the line above": ("select *\nfrom ccg_population\nwhere code in ('03D')", ["03D"]),
    "CASE WHEN": ("CASE\n  WHEN icb = 'QNQ' THEN 'Frimley'\n  WHEN icb = 'QU9' THEN 'BOB'\nEND", ["QNQ", "QU9"]),
    "CASE of a column": ("CASE org_code\n    WHEN '03D' THEN 'x'\n    WHEN '05C' THEN 'y'\nEND", ["03D", "05C"]),
    "CASE of a code that joins": ("case when ODS_CODE = 'D4U1Y' then 1 end", ["D4U1Y"]),
    "values to insert": ("INSERT INTO icb_lookup VALUES ('QNQ', 'Frimley', 'E54000067')", ["QNQ"]),
    "rows to insert": ("INSERT INTO ccgs (code, n) VALUES\n('03D', 1),\n('05C', 2);", ["03D", "05C"]),
    "a comment of SQL": ("SELECT 1 -- ICB QNQ only", ["QNQ"]),
    "a dict": ('CCG_TO_ICB = {\n    "03D": "QOQ",\n    "05C": "QUA",\n}', ["03D", "05C"]),
    "a dict of names": ('names = {\n    "QNQ": "Frimley",\n    "QXU": "Surrey Heartlands",\n}', ["QNQ", "QXU"]),
    "a dict of a council and its board": ('{"E07000209": "QNQ"}', ["QNQ"]),
    "a dict of pandas": ('df["icb"] = df["ccg"].map({"03D": "QOQ"})', ["03D"]),
    "replace of pandas": ('df.replace({"icb_code": {"QNQ": "S9B9J"}})', ["QNQ"]),
    "dict with keywords": ('icb_names = dict(QNQ="Frimley", QRL="Hampshire")', ["QNQ"]),
    "a list of Python": ('icbs = ["QNQ", "QU9", "QRL"]', ["QNQ", "QU9"]),
    "a list of codes of boards": ('x = ["QNQ", "QRL"]', ["QNQ"]),
    "a list on lines": ('ccg_codes = [\n    "03D",\n\n    "05C",  # Dudley\n]', ["03D", "05C"]),
    "a frozen set far below its name": ("ccgs = {\n" + '    "15E",\n' * 200 + '    "03D",\n}', ["03D"]),
    "isin of pandas": ('df[df["sub_icb_location_code"].isin(["03D"])]', ["03D"]),
    "an argument": ('load(icb="QNQ")', ["QNQ"]),
    "camel case": ('const subIcbCode = "D4U1Y"; let newCcg = "03D"', ["D4U1Y", "03D"]),
    "a column of ONS": ('filter(ICB23CDH == "QNQ", CCG21CDH == "03D")', ["QNQ", "03D"]),
    "c of R": ('icbs <- c("QNQ","QU9")', ["QNQ", "QU9"]),
    "c of R without a word": ('c("QNQ","QU9")', ["QNQ", "QU9"]),
    "levels of a factor": ('factor(x, levels = c("QNQ", "QU9", "QRL"))', ["QNQ", "QU9"]),
    "names of R": ('c(QNQ = "Frimley", QU9 = "BOB")', ["QNQ", "QU9"]),
    "case_when": ('case_when(\n  ccg_code == "03D" ~ "42D",\n  TRUE ~ ccg_code\n)', ["03D"]),
    "recode of R": ('recode(ccg, `03D` = "42D")', ["03D"]),
    "a pattern of R": ('filter(grepl("QNQ|QU9", icb))', ["QNQ", "QU9"]),
    "a pattern with ends": ('str_detect(icb_code, "^QNQ$")', ["QNQ"]),
    "a list of YAML": ("icbs:\n  - QNQ\n  - QU9  # BOB", ["QNQ", "QU9"]),
    "a list of YAML without an indent": ("ccgs:\n- 03D\n- 05C", ["03D", "05C"]),
    "a list of YAML in brackets": ("ccg_codes: [03D, 05C]", ["03D", "05C"]),
    "maps of YAML": ("icbs:\n  - code: QNQ\n    name: x\n  - code: QU9\n    name: y", ["QNQ", "QU9"]),
    "maps of YAML with CCGs": ("ccgs:\n  - code: 03D\n    name: x\n  - code: 05C\n    name: y", ["03D", "05C"]),
    "keys of YAML": ("sub_icb:\n  03D: old\n  D4U1Y: old", ["03D", "D4U1Y"]),
    "JSON": ('{\n  "icb": {\n    "QNQ": 1\n  },\n  "ccg": [\n    "03D"\n  ]\n}', ["QNQ", "03D"]),
    "JSON in a string": ('x = "{\\"icb\\": \\"QNQ\\"}"', ["QNQ"]),
    "TOML": ('[icb]\ndefault = "QNQ"\nothers = ["QU9"]', ["QNQ", "QU9"]),
    "an environment": ("ICB=QNQ\nCCG_CODE=03D\nexport ICB_CODE='QU9'", ["QNQ", "03D", "QU9"]),
    "a loop of the shell": ("for icb in QNQ QU9 QRL; do", ["QNQ", "QU9"]),
    "a list of the shell": ('CCGS="03D 05C 15E"', ["03D", "05C"]),
    "an array of the shell": ("ccgs=(03D 05C)", ["03D", "05C"]),
    "an option": ("run.sh --icb QNQ --ccg 03D", ["QNQ", "03D"]),
    "a table of Markdown": ("| ICB | Name |\n|---|---|\n| QNQ | Frimley |", ["QNQ"]),
    "code in Markdown": ("The ICB `QNQ` has gone.", ["QNQ"]),
    "prose": ("Frimley ICB (QNQ) ended, and so did CCG 03D.", ["QNQ", "03D"]),
    "the name of a location": ('x = "NHS Frimley ICB - D4U1Y"', ["D4U1Y"]),
    "the name of a CCG and its code": ("# NHS Dudley CCG: 05C", ["05C"]),
    "HTML": ('<select name="icb">\n  <option value="QNQ">Frimley</option>\n</select>', ["QNQ"]),
    "XML": ("<ccg>03D</ccg>", ["03D"]),
    "DAX": ('IF([ICB Code] = "QNQ", "x")', ["QNQ"]),
    "M": ('Table.SelectRows(t, each [CCG] = "03D")', ["03D"]),
    "Stata": ('replace icb = "S9B9J" if icb == "QNQ"', ["QNQ"]),
    "SAS": ('if stp in ("QNQ" "QU9") then x = 1;', ["QNQ", "QU9"]),
    "Scala": ('df.filter($"icbCode" === "QNQ")', ["QNQ"]),
    "the file says what it is about": ('# NHS boards\nx = f("QNQ")', ["QNQ"]),
    "a list of CCGs without a word on it": ('# CCGs\n\nf(["03D", "05C", "04G"])', ["03D", "05C", "04G"]),
    "a word of another language": ('icb = "QUE"', ["QUE"]),
    "a variable of a board": ('board = "QNQ"', ["QNQ"]),
    "a list of boards": ("boards:\n  - QNQ\n  - QU9", ["QNQ", "QU9"]),
    "an STP": ('stp = "QNQ"', ["QNQ"]),
    "a row of a lookup": ("('05C','E54000067','The Black Country','1','Y60')", ["05C"]),
    "a sentence": ("The abolished Sub ICB code D4U1Y is split.", ["D4U1Y"]),
    "LIKE": ("icb LIKE 'QNQ%' OR ccg LIKE '03D%'", ["QNQ", "03D"]),
    "a test of dbt": ("- name: ccg_code\n  tests:\n    - accepted_values:\n        values: ['03D']", ["03D"]),
    "a value of a map with a name": ("- name: ccg\n  values:\n  - 03D", ["03D"]),
    "twice on a line": ("icb IN ('QNQ') OR icb2 = 'QNQ'", ["QNQ", "QNQ"]),
}  # fmt: skip
"""Texts with short codes that have ended."""

NO_ALARM = {
    "a code that is in force": "icb IN ('QRL', 'QOX'); ccg = '15E'; sub_icb = '06H'",
    "not a code": "icb = 'Q99'; ccg = '99Z'; diagnosis = 'Q99'",
    "nothing about the NHS": 'x = "QNQ"',
    "a circuit board": '# makes a circuit board\n\nrecipe("QEQ", "QNQ")',
    "a switch": 'stp enable\n\nmode = "QNQ"',
    "an element": "IF (ELREFE.EQ.'QU4' .OR. ELREFE.EQ.'QU9') THEN",
    "trains": "INSERT INTO t_seat VALUES (1, '05C', 100), (2, '05D', 100)",
    "make-up": "('Base Matte', '05C', '#BA9268'), ('Base', '04N', '#CCA680')",
    "an icon of the weather": 'icons = {"03D": "cloud", "04D": "rain"}',
    "a call next to one about CCGs": 'x = [\n    f(ccg),\n    seat("03D"),\n]',
    "an item next to one about CCGs": "- ccg: 5\n- seat: 03D",
    "a map next to one about CCGs": "- name: ccg\n  value: 5\n- name: seat\n  value: 03D",
    "nothing about the NHS, in a list": 'seats = ["03D", "05C"]',
    "a province": 'province = "QUE"; other = "ONT"',
    "French": "ce QUE je veux",
    "a tenor in code about CCGs": 'ccgs = load()\n\nbond = curve["10Y"]',
    "tenors in code about CCGs": 'ccgs = load()\n\nbonds = ["02Y", "05Y", "10Y"]',
    "a window": 'ccg_df.resample("09D").mean()\nicb.rolling("10D")\npd.Grouper(key="ccg_date", freq="10D")',
    "a colour": ".icb { color: #03D; background: #05C }\nicb_colour = '#05C'",
    "a longer colour": "icb_colour = '#E54000'; ccg = '#03D05C'",
    "a UUID": "icb_id = '03D05C00-03D0-05C0-03D0-03D05C0003D0'",
    "a hash": "ccg_sha = '03D05C03D05C03D05C03D05C03D05C03D05C03D0'",
    "a version": "icb_version = '1.03D'; ccg v03D",
    "a part of a name": "icb_QNQ = 1; ccg_03D <- 2; QNQ_icb = 3; df.icb03D",
    "a field": "icb.QNQ = 1",
    "hexadecimal": "ccg = 0x03D; icb = '\\x03D'",
    "a format": "ccg = '%03D' % number",
    "a longer code": "ods_code = 'RXX03D'; icb = 'QNQX'; ods = '03D01'",
    "small letters": "icb = 'qnq'; ccg = '03d'",
    "a seat in prose": "The CCG met on the train. Seat 03D was free.",
    "a file": "icb/QNQ.csv-old",
    "a function about CCGs": 'def plot_ccgs(frame):\n    x = lookup("10Y")\n    return x',
    "a word with icb in it": 'music_box = {"basicblock": "03D", "publicbody": "05C"}',
    "a dashboard": 'dashboard = "03D"',
    "a spreadsheet": 'read_ods("trust.ods", sheet = "03D")',
    "only the NHS": 'nhs_growth = x["10Y"]',
    "base64": "icb = 'cmVhbGx5IGxvbmcgdGV4dCBpbiBiYXNlNjQgd2l0aCBtYW55IGNoYXJhY3RlcnMgYWJj/QNQ/ZGVmZ2hpamtsbW5vcA=='",
    "an index in the code of another list": 'ccg_list = f()\nfor row in rows:\n    seat = "03D"',
}  # fmt: skip
"""Texts without any."""


@pytest.mark.parametrize("line", CERTAIN)
def test_an_ons_code_is_certain_by_its_form(line: str) -> None:
    assert len(codes(line)) == 1


@pytest.mark.parametrize("line", NOT_CERTAIN)
def test_a_part_of_something_longer_is_not_an_ons_code(line: str) -> None:
    assert codes(line) == []


@pytest.mark.parametrize(("text", "wanted"), SHORT.values(), ids=SHORT)
def test_a_short_code_counts_where_its_context_shows_it(text: str, wanted: list[str]) -> None:
    assert [code for _, code in codes(text)] == wanted


@pytest.mark.parametrize("text", NO_ALARM.values(), ids=NO_ALARM)
def test_what_only_looks_like_a_code_is_no_alarm(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("name", ["icb_list.py", "CCG-codes.sql", "src/sub_icb.R"])
def test_the_name_of_the_file_may_say_what_it_is_about(name: str) -> None:
    assert codes('x = ["QNQ"]', name) == [(1, "QNQ")]
    assert codes('x = ["QNQ"]', "icb/list.py") == []
    assert codes('x = ["03D"]', name) == []
    assert codes('x = ["03D", "05C"]', name) == [(1, "03D"), (1, "05C")]


@pytest.mark.parametrize(
    "remark",
    ["# icslookup: ignore", "-- icslookup: ignore", "// ICSLOOKUP:ignore", "<!-- icslookup: ignore -->",
     "/* icslookup:  ignore, a test */"],
)  # fmt: skip
def test_a_remark_leaves_out_its_line(remark: str) -> None:
    assert codes(f"icb = 'QNQ' {remark}\nicb = 'QNQ'\nE54000034 {remark}") == [(2, "QNQ")]


@pytest.mark.parametrize("remark", ["# icslookup", "# icslookup: ignored", "# ignore"])
def test_another_remark_does_not(remark: str) -> None:
    assert codes(f"icb = 'QNQ' {remark}") == [(1, "QNQ")]


def test_only_long_codes_count_in_a_long_line() -> None:
    filler = "x=1;" * 3000
    assert codes(f"{filler}icb='QNQ';y='E54000034'\nicb='QNQ'") == [(1, "E54000034"), (2, "QNQ")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('    "03D",\n' * 2_000, 2_000),
        ('    "15E",\n' * 2_000 + '    "03D",', 1),
        ("codes = '" + "QNQ " * 1_000 + "'", 1_000),
        ("codes = '" + "03D " * 1_000 + "'", 1_000),
        ("ccg: '" + "03D " * 1_000 + "'", 1_000),
        (("[" * 50 + "03D,\n") * 1_000, 1_000),
    ],
)
def test_long_lists_are_read_to_their_end(text: str, number: int) -> None:
    assert len(codes(f"ccgs = [\n{text}")) == number


def test_the_heading_of_a_table_is_the_context_of_its_cells() -> None:
    rows = "03D,1\n05C,2\n15E,3\n"
    assert codes(f"ccg_code,n\n{rows}", "figures.csv", cells=True) == [(2, "03D"), (3, "05C")]
    assert codes(f"seat,n\n{rows}", "figures.csv", cells=True) == []
    assert codes(f"ccg_code,n\n{rows}", "figures.csv") == []


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("month,QNQ,QU9,QRL", ["QNQ", "QU9"]),
        ("month;QNQ;QU9", ["QNQ", "QU9"]),
        ("icb\tQNQ\t03D", ["QNQ", "03D"]),
        ('"ICB code","QNQ","03D"', ["QNQ", "03D"]),
        ("E07000026,E06000063", ["E07000026"]),
        ("month,CCG 03D,ICB QNQ", ["03D", "QNQ"]),
        ('"a\nccg",03D', ["03D"]),
        ("month,QNQ", []),
        ("seat,03D,05C", []),
        ("icb_QNQ,ccg_03D", []),
    ],
)
def test_the_heading_of_a_table_is_read(heading: str, wanted: list[str]) -> None:
    text = f"{heading}\nQNQ,E54000034,icb"
    assert [code for _, code in codes(text, "figures.CSV")] == wanted
    assert [code for _, code in codes(text.replace("\n", " \n", 1), "x.tsv")] == wanted
