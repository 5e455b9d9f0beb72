#!/usr/bin/env python3
"""Main text of the article pages of PLENUM_CONFORMANCE_DIR: trafilatura, readability-lxml and this
product, in one run on one machine, and the ratios.

All three start from the pages' text in memory. The product's time is that of plenum-bench-ingestion:
reading the pages into blocks, and the same with the measures searched for. Needs
`pip install trafilatura readability-lxml lxml_html_clean`; `./dev bench peer` makes an environment
for it below build/tools. With the command line's program, one page is read by each as a command too:
that is what a script waits for, start of the interpreter included.

    peer_ingestion.py BENCH_PROGRAM [PLENUM]
"""
import gzip
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = 15  # pages that are read as commands


def read_pages():
    folder = Path(os.environ.get("PLENUM_CONFORMANCE_DIR", "../shared/conformance"))
    files = sorted((folder / "ingestion" / "html").glob("*.html.gz"))
    return [gzip.open(file).read().decode("utf-8", "replace") for file in files]


def seconds(extract, pages):
    """One pass over all pages; what a page raises counts as nothing found."""
    extract(pages[0])  # what is loaded on the first call is not counted
    failed = 0
    start = time.perf_counter()
    for page in pages:
        try:
            extract(page)
        except Exception:  # noqa: BLE001 - a peer's failure is not this script's
            failed += 1
    return time.perf_counter() - start, failed


def command_seconds(command, pages):
    """Median of the first pages, each read from a file by a command of its own."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages[:COMMANDS]):
            file = Path(folder) / f"{number}.html"
            file.write_text(page, encoding="utf-8")
            start = time.perf_counter()
            subprocess.run([*command, str(file)], check=False, capture_output=True)
            times.append(time.perf_counter() - start)
    return statistics.median(times)


READERS = {
    "trafilatura": "import sys, trafilatura; print(trafilatura.extract(open(sys.argv[1]).read()))",
    "readability-lxml": "import sys, readability; "
                        "print(readability.Document(open(sys.argv[1]).read()).summary())",
}


def compare_commands(plenum, pages):
    own = command_seconds([plenum, "extract", "--json"], pages)
    print(f"one page as a command: plenum extract {own * 1000:.0f} ms")
    for name, program in READERS.items():
        took = command_seconds([sys.executable, "-c", program], pages)
        print(f"  {name:17} {took * 1000:7.0f} ms, {took / own:6.1f} x")


def main():
    import trafilatura
    from readability import Document

    logging.disable(logging.CRITICAL)
    pages = read_pages()
    if not pages:
        print("no pages; set PLENUM_CONFORMANCE_DIR")
        return 2
    run = subprocess.run([sys.argv[1], "--json"], check=True, capture_output=True, text=True)
    product = json.loads(run.stdout)
    read, searched = product["read_ms"] / 1000, product["measures_ms"] / 1000
    print(f"{len(pages)} article pages, {product['megabytes']:.1f} MB: plenum reads them in "
          f"{read:.3f} s, {searched:.3f} s with the measures")
    peers = {"trafilatura": trafilatura.extract,
             "readability-lxml": lambda page: Document(page).summary()}
    slow = False
    for name, extract in peers.items():
        took, failed = seconds(extract, pages)
        slow = slow or took / read < 20
        print(f"  {name:17} {took:7.3f} s, {took / read:6.1f} x as long as reading, "
              f"{took / searched:6.1f} x with the measures"
              + (f" ({failed} pages failed)" if failed else ""))
    print("at least 20 x in one process:", "no" if slow else "yes")
    if len(sys.argv) > 2:
        compare_commands(sys.argv[2], pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
