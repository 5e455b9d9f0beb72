#!/usr/bin/env python3
"""The demonstration plays to its end, with the samples and with a reader's own documents.

usage: demo_test.py BIN PLAY [unittest arguments]
"""

import os
import pathlib
import subprocess
import sys
import unittest

BIN = pathlib.Path()
PLAY = pathlib.Path()


class Demo(unittest.TestCase):
    def play(self, *files):
        done = subprocess.run([PLAY, BIN, *map(str, files)], capture_output=True, text=True,
                              timeout=240, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr[-2000:])
        for heading in ("The decision, and why", "How many ballots prefer the row to the column",
                        "Beside the ranking by the criteria", "What to try next"):
            self.assertIn(heading, done.stdout)
        self.assertIn("9 of 9 have voted", done.stdout)
        self.assertIn(" is 1st: ", done.stdout)
        return done.stdout

    def test_the_samples_become_a_decision(self):
        self.assertIn("crisis hotline", self.play())

    def test_documents_of_ones_own_become_one_too(self):
        folder = pathlib.Path(os.environ.get("PLENUM_CONFORMANCE_DIR", "../shared/conformance"))
        seeds = [path for path in sorted((folder / "ingestion" / "seeds").glob("*"))
                 if path.suffix in (".txt", ".md", ".html")]
        self.assertTrue(seeds, "there are no seeds; set PLENUM_CONFORMANCE_DIR")
        self.play(*seeds)


if __name__ == "__main__":
    BIN = pathlib.Path(sys.argv.pop(1)).resolve()
    PLAY = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
