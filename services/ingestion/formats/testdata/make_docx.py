#!/usr/bin/env python3
"""Makes the DOCX documents beside this file, which the tests of the formats read.

    python3 make_docx.py

Written part by part, because no word processor makes the malicious ones. The same script gives the
same bytes. All text was written for it.
"""

import pathlib
import struct
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
W = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
     'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
     'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
     'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
     'xmlns:v="urn:schemas-microsoft-com:vml"')
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE_REL = PACKAGE_REL + "/metadata/core-properties"


def relations(*targets):
    rows = "".join(f'<Relationship Id="r{i}" Type="{kind}" Target="{target}"/>'
                   for i, (kind, target) in enumerate(targets))
    return f'{HEAD}<Relationships xmlns="{PACKAGE_REL}">{rows}</Relationships>'


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content, style="", properties=""):
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    if not content.startswith("<"):
        content = run(content)
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{content}</w:p>"


def document(body):
    return f"{HEAD}<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>"


CONTENT_TYPES = (HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                 '<Default Extension="xml" ContentType="application/xml"/></Types>')

# Style ids as a German Word writes them; the names are Word's own in every language.
STYLES = f"""{HEAD}<w:styles {W}>
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="House chapter"/>
  <w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Gliederung"><w:name w:val="House part"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="KreisA"><w:name w:val="Circle A"/><w:basedOn w:val="KreisB"/></w:style>
<w:style w:type="paragraph" w:styleId="KreisB"><w:name w:val="Circle B"/><w:basedOn w:val="KreisA"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Aufz"><w:name w:val="List Bullet"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""

NUMBERING = f"""{HEAD}<w:numbering {W}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xB7;"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>"""

NOTES = f"""{HEAD}<w:footnotes {W}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>never shown</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2">{p(run(" Counted by hand on a Tuesday."))}</w:footnote></w:footnotes>"""
ENDNOTES = f"""{HEAD}<w:endnotes {W}><w:endnote w:id="2">{p("Minutes of the council, page 12.")}</w:endnote></w:endnotes>"""

CORE = (HEAD + '<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        '<dc:title>Template for letters</dc:title><dc:creator>Ines Moreau</dc:creator>'
        '<dcterms:created>2026-03-14T09:30:00Z</dcterms:created></cp:coreProperties>')

BOX = "<w:txbxContent>" + p("A box beside the text says that the market should stay open.") + \
      "</w:txbxContent>"
TEXT_BOX = ("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>" + BOX +
            "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + BOX +
            "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")


def cell(*paragraphs):
    return "<w:tc>" + "".join(p(text) for text in paragraphs) + "</w:tc>"


def list_item(text, level, number=1):
    return p(text, "", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


MARK_DELETED = '<w:rPr><w:del w:id="9" w:author="x"/></w:rPr>'

BODY = "".join([
    p("The market square", "Titel"),
    p(run("The market square\t3"), "Verzeichnis1"),
    p("What was found", "berschrift1"),
    p(run("The council should") + '<w:ins w:id="1" w:author="x">' + run(" close the square to cars") +
      '</w:ins><w:del w:id="2" w:author="x"><w:r><w:delText> do nothing</w:delText></w:r></w:del>' +
      run(" at week") + "<w:r><w:softHyphen/></w:r>" + run("ends. See ") +
      '<w:hyperlink r:id="r9">' + run("the count") + "</w:hyperlink>" +
      '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(".")),
    p('<w:moveFrom w:id="3">' + run("Moved away. ") + "</w:moveFrom>" + run("Stalls need water.") +
      '<w:moveTo w:id="4">' + run(" Moved here.") + "</w:moveTo>" +
      '<w:r><w:endnoteReference w:id="2"/></w:r>'),
    p("This paragraph was cut in two ", "", MARK_DELETED),
    p("and put together again."),
    p(run("Hidden words. ", "<w:vanish/>") + run("Shown") + "<w:r><w:tab/></w:r>" + run("words") +
      "<w:r><w:br/></w:r>" + run("in the state\u00adhouse") + '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>' +
      '<w:r><w:noBreakHyphen/></w:r><w:r><w:commentReference w:id="0"/></w:r>' +
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'),
    p("What to do", "Kapitel"),
    p("First steps", "berschrift2"),
    list_item("Plant six lime trees on the north side.", 0),
    list_item("Water them in the first two summers.", 1),
    p("Count the visitors every spring.", "Aufz"),
    p("Numbers were taken off this one.", "Aufz", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
    list_item("A list without marks is text.", 0, 2),
    p("Money", "Gliederung"),
    p("We want our square back, said a baker.", "Zitat"),
    "<w:tbl><w:tblPr/><w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell("Step") +
    cell("What the council should do about the costs of this plan.") + "</w:tr>"
    "<w:tr>" + cell("Trees") + cell("The council should pay for the trees from the roads budget.") +
    "</w:tr><w:tr><w:trPr><w:del w:id=\"5\"/></w:trPr>" + cell("Fountain") + cell("Dropped row.") +
    "</w:tr></w:tbl>",
    p("Table 1. Who pays.", "Beschriftung"),
    p(run("A paragraph with a box. ") + TEXT_BOX),
    p(run("A bold line as heading", "<w:b/>")),
    p("\u2022 A bullet typed by hand."),
    p("A style that is based on itself.", "KreisA"),
    "<w:sdt><w:sdtContent>" + p("Inside a content control.") + "</w:sdtContent></w:sdt>",
])

PARTS = {
    "[Content_Types].xml": CONTENT_TYPES,
    "_rels/.rels": relations((REL + "officeDocument", "word/document.xml"),
                             (CORE_REL, "docProps/core.xml")),
    "word/_rels/document.xml.rels": relations(
        (REL + "styles", "styles.xml"), (REL + "numbering", "numbering.xml"),
        (REL + "footnotes", "footnotes.xml"), (REL + "endnotes", "/word/endnotes.xml"),
        (REL + "header", "header1.xml"), (REL + "header", "header2.xml"),
        (REL + "footer", "footer1.xml")),
    "word/document.xml": document(BODY),
    "word/styles.xml": STYLES,
    "word/numbering.xml": NUMBERING,
    "word/footnotes.xml": NOTES,
    "word/endnotes.xml": ENDNOTES,
    "word/comments.xml": f"{HEAD}<w:comments {W}>{p('A comment nobody should read.')}</w:comments>",
    "word/header1.xml": f"{HEAD}<w:hdr {W}>{p('Draft for the council')}</w:hdr>",
    "word/header2.xml": f"{HEAD}<w:hdr {W}>{p('Draft for the council')}</w:hdr>",
    "word/footer1.xml": f"{HEAD}<w:ftr {W}>{p('Page 1')}</w:ftr>",
    "docProps/core.xml": CORE,
}


def write(name, parts, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(HERE / name, "w", method) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2026, 3, 14, 9, 30, 0)), content, method)


def minimal(body, **more):
    parts = {"[Content_Types].xml": CONTENT_TYPES,
             "_rels/.rels": relations((REL + "officeDocument", "word/document.xml")),
             "word/document.xml": body}
    parts.update(more)
    return parts


def encrypted():
    """A good document whose entries carry the flag of ZIP's own encryption."""
    write("encrypted.docx", minimal(document(p("Secret."))))
    data = bytearray((HERE / "encrypted.docx").read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    (HERE / "encrypted.docx").write_bytes(data)


def lying():
    """A bomb that says it is small: the uncompressed size in both headers is a lie."""
    write("bomb.docx", minimal(document(p("a" * 40_000_000))))
    data = bytearray((HERE / "bomb.docx").read_bytes())
    for signature, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rfind(signature)
        data[at + size:at + size + 4] = struct.pack("<I", 900)
    (HERE / "bomb.docx").write_bytes(data)


if __name__ == "__main__":
    write("market.docx", PARTS)
    write("entity.docx", minimal(
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' +
        document(p("&x; The council should answer.")).split("?>", 1)[1]))
    write("path.docx", minimal(document(p("Text.")), **{"word/../../evil.xml": "<x/>"}))
    write("deep.docx", minimal(document("<w:sdt><w:sdtContent>" * 5000 + p("Deep.") +
                                        "</w:sdtContent></w:sdt>" * 5000)))
    write("sheet.xlsx", {"_rels/.rels": relations((REL + "officeDocument", "xl/workbook.xml")),
                         "xl/workbook.xml": "<workbook/>"})
    write("letter.odt", {"mimetype": "application/vnd.oasis.opendocument.text",
                         "content.xml": "<x/>"}, zipfile.ZIP_STORED)
    write("tool.jar", {"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n"})
    encrypted()
    lying()
    whole = (HERE / "market.docx").read_bytes()
    (HERE / "torn.docx").write_bytes(whole[:len(whole) // 2])
