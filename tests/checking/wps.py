"""A Word file as WPS writes it: its own namespaces and parts, a text box told twice."""

from __future__ import annotations

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_CUSTOM = "http://www.wps.cn/officeDocument/2013/wpsCustomData"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_BOX = """<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>
<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>
</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p>
</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def _runs(text: str) -> str:
    """Split a paragraph as WPS does: a run for digits, one for Chinese, marks of its proofing."""
    pieces, last = [text[:1]], text[:1].isascii()
    for letter in text[1:]:
        if letter.isascii() != last:
            pieces.append("")
            last = letter.isascii()
        pieces[-1] += letter
    hints = '<w:rFonts w:hint="eastAsia"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    made = (f"<w:r><w:rPr>{hints}</w:rPr><w:t>{piece}</w:t></w:r>" for piece in pieces)
    return '<w:proofErr w:type="spellStart"/>'.join(made)


def document(*lines: str, box: str = "", picture: int = 0) -> bytes:
    """Return a file with these paragraphs, a text box, and a picture of that many bytes."""
    body = "".join(f"<w:p><w:pPr><w:snapToGrid/></w:pPr>{_runs(line)}</w:p>" for line in lines)
    body += _BOX.format(words=box) if box else ""
    root = f'xmlns:w="{_W}" xmlns:mc="{_MC}" xmlns:wps="{_SHAPE}" xmlns:wpsCustomData="{_CUSTOM}"'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "docProps/custom.xml": f'<Properties xmlns="{_OFFICE}/custom-properties"/>',
        "customXml/item1.xml": "<s:customData xmlns:s="
        '"http://www.wps.cn/officeDocument/2013/wpsCustomData"><extobjs/></s:customData>',
        "word/settings.xml": f'<w:settings xmlns:w="{_W}"><w:compat>'
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/'
        'word" w:val="14"/></w:compat></w:settings>',
        "word/document.xml": f'<w:document {root} mc:Ignorable="wpsCustomData"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if picture:
            image = zipfile.ZipInfo("word/media/image1.png")
            archive.writestr(image, b"\x89PNG" + b"\0" * picture, zipfile.ZIP_STORED)
    return made.getvalue()
