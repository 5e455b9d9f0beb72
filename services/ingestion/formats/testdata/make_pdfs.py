#!/usr/bin/env python3
"""Makes the PDF documents beside this file, which the tests of the formats read.

    python3 make_pdfs.py        needs python3-reportlab and qpdf (Debian)

The files are in the repository, so that the tests need neither. Their text was written for them.
The same script gives the same bytes, the encrypted one excepted.
"""

import pathlib
import subprocess

from reportlab import rl_config
from reportlab.lib import pagesizes
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, ListFlowable, PageTemplate, Paragraph, Spacer

rl_config.invariant = 1
HERE = pathlib.Path(__file__).resolve().parent
PLAIN, BOLD = "Times-Roman", "Helvetica-Bold"

BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=10, leading=12.5, spaceAfter=6,
                      alignment=TA_JUSTIFY)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8, leading=9.5)
TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=20, leading=24, spaceAfter=12)
CHAPTER = ParagraphStyle("chapter", fontName=BOLD, fontSize=14, leading=17, spaceBefore=12,
                         spaceAfter=6)
SECTION = ParagraphStyle("section", fontName=BOLD, fontSize=10, leading=12.5, spaceBefore=10,
                         spaceAfter=4)

FILLER = [
    "Ferries, trams and cargo bicycles meet at the old harbour, and none of them has room. Counts "
    "taken in three winters show that the quay is used by twice as many people as it was built "
    "for, while half of its length is still fenced off for a rail yard that closed years ago.",
    "The port company owns the quay, the region pays for the ferries, and the city looks after "
    "the street behind them. Each of the three has a plan; the plans were drawn apart, and two of "
    "them put a bus stop where the third has a crane. Nobody is to blame for that, but everyone "
    "who changes from tram to ferry in the rain pays for it with ten minutes.",
    "Other towns of this size have been here before. Where they joined the three purses into one "
    "budget, building took two years less, and the accounts were easier to read. Where they did "
    "not, the first winter brought back the fences.",
]


def build(name, story, columns, head=None, foot=None, **meta):
    width, height = pagesizes.A4
    margin, gutter = 62, 22
    column = (width - 2 * margin - (columns - 1) * gutter) / columns
    frames = [Frame(margin + i * (column + gutter), 95, column, height - 95 - 85, 0, 0, 0, 0)
              for i in range(columns)]

    def furniture(page, document):
        page.setFont(PLAIN, 9)
        if head:
            page.drawString(margin, height - 50, head)
        if foot:
            page.drawString(margin, 40, foot)
            page.drawRightString(width - margin, 40, str(document.page))

    document = BaseDocTemplate(str(HERE / name), pagesize=pagesizes.A4, **meta)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    document.build(story)


def report():
    """Two columns, a running head, a foot with numbers, headings, lists, a caption."""
    story = [Paragraph("A harbour for everyone", TITLE),
             Paragraph("What there is", CHAPTER)]
    story += [Paragraph(text, BODY) for text in FILLER * 4]
    story += [Paragraph("Figure 1: Passengers on the quay, by month.", SMALL), Spacer(1, 8)]
    story += [Paragraph("Recommendations", CHAPTER),
              Paragraph("The city council should open the fenced half of the quay to cyclists and "
                        "people on foot before the summer.", BODY),
              Paragraph("Money", SECTION),
              Paragraph("The region should pay for two more evening ferries, because the last one "
                        "leaves before the theatres close and the last tram is full.", BODY)]
    story += [ListFlowable([Paragraph(text, BODY) for text in (
        "Move the bus stop next to the ferry landing, under the roof of the old ticket hall.",
        "Plant a row of trees between the tram and the cycle path.",
        "Publish the counts of passengers every quarter.")], bulletType="bullet", start="\u2022")]
    story += [Paragraph(text, BODY) for text in FILLER * 5]
    build("report.pdf", story, 2, head="Harbour papers, no. 7", foot="Institute for Quays",
          title="A harbour for everyone", author="Ada Lindqvist")


def lines(page, x, y, texts, leading=13):
    for text in texts:
        page.drawString(x, y, text)
        y -= leading
    return y


def hyphens():
    """Set by hand: words broken at the end of lines, a paragraph over two pages, a footnote."""
    page = canvas.Canvas(str(HERE / "hyphens.pdf"), pagesize=pagesizes.A5)
    page.setTitle("Microsoft Word - draft3.docx")
    page.setFont(BOLD, 16)
    page.drawString(50, 520, "Letters to the water board")
    page.setFont(PLAIN, 11)
    y = lines(page, 50, 490, [
        "The water board should replace the lead pipes of the infra-",
        "structure in the old town, and it should tell the house-",
        "holds when. A long-term plan was promised. What came was a long-",
        "term silence, and a letter from the US-",
        "Canada commission."])
    y = lines(page, 50, y - 10, [
        "The second letter asks for less. It wants the board to pub-",
        "lish what it measures, street by street, and to say in words",
        "that everyone can follow what the numbers mean for children"])
    page.setFont(PLAIN, 8)
    lines(page, 50, 90, ["1 Measured at the tap in the morning, by the board's own laboratory in",
                         "the spring of the year before."], 9)
    page.setFont(PLAIN, 9)
    page.drawCentredString(210, 30, "1")
    page.showPage()
    page.setFont(PLAIN, 11)
    y = lines(page, 50, 520, ["and for people who are ill."])
    lines(page, 50, y - 10, ["The board must answer both letters before the end of May. It",
                             "must not raise the price of water to pay for the answer."])
    page.setFont(PLAIN, 9)
    page.drawCentredString(210, 30, "2")
    page.save()


def pictures():
    """Pages that show something and have no letters."""
    page = canvas.Canvas(str(HERE / "pictures.pdf"), pagesize=pagesizes.A5)
    for shift in (0, 40):
        page.rect(60 + shift, 200, 200, 120, fill=1)
        page.showPage()
    page.save()


def broken():
    whole = (HERE / "report.pdf").read_bytes()
    # The head, a piece from the middle, no table of objects.
    (HERE / "damaged.pdf").write_bytes(whole[:300] + whole[2000:2600])
    subprocess.run(["qpdf", "--encrypt", "secret", "owner", "256", "--", HERE / "hyphens.pdf",
                    HERE / "encrypted.pdf"], check=True)


if __name__ == "__main__":
    report()
    hyphens()
    pictures()
    broken()
