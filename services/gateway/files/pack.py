#!/usr/bin/env python3
"""Packs a folder of page files into C++: pack.py FOLDER OUTPUT.cc

Writes OUTPUT.cc, which defines PackedAssets() of assets.h, and OUTPUT.bin, the bytes that it includes.
The same folder gives the same output. Names below /assets must change with their content, since
browsers keep them for ever; the page's bundler sees to that.
"""

import gzip
import hashlib
import pathlib
import sys

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}
# Compressed must be this much smaller to be worth a second copy.
WORTH_IT = 0.9


def read_assets(folder):
    assets = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        is_hidden = any(part.startswith(".") for part in inside.parts)
        if not path.is_file() or is_hidden or path.suffix == ".map":
            continue
        name = "/" + inside.as_posix()
        if path.suffix not in CONTENT_TYPES:
            raise SystemExit(f"pack.py: no content type is known for {name}; add it to CONTENT_TYPES")
        data = path.read_bytes()
        packed = gzip.compress(data, 9, mtime=0)
        if len(packed) > WORTH_IT * len(data):
            packed = b""
        etag = hashlib.sha256(data).hexdigest()[:24]
        assets.append((name, CONTENT_TYPES[path.suffix], etag, data, packed))
    if not any(name == "/index.html" for name, *_ in assets):
        raise SystemExit(f"pack.py: there is no index.html in {folder}")
    return assets


def source(assets, blob_path):
    lines, offset = [], 0
    for name, content_type, etag, data, packed in assets:
        lines.append(
            f'    {{"{name}", "{content_type}", "\\"{etag}\\"", '
            f"Bytes({offset}, {len(data)}), Bytes({offset + len(data)}, {len(packed)})}},"
        )
        offset += len(data) + len(packed)
    return f"""// Made by services/gateway/files/pack.py.
#include "services/gateway/files/assets.h"

#include <array>

asm(".section .rodata\\n"
    ".global plenum_packed_assets\\n"
    "plenum_packed_assets:\\n"
    ".incbin \\"{blob_path.as_posix()}\\"\\n"
    ".byte 0\\n"
    ".previous\\n");
extern "C" const char plenum_packed_assets[];

namespace plenum::gateway::files {{
namespace {{

std::string_view Bytes(std::size_t begin, std::size_t size) {{
  return size == 0 ? std::string_view() : std::string_view(plenum_packed_assets + begin, size);
}}

}}  // namespace

std::span<const Asset> PackedAssets() {{
  static const std::array<Asset, {len(assets)}> kAssets = {{{{
{chr(10).join(lines)}
  }}}};
  return kAssets;
}}

}}  // namespace plenum::gateway::files
"""


def main():
    if len(sys.argv) != 3:
        raise SystemExit("usage: pack.py FOLDER OUTPUT.cc")
    folder, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    assets = read_assets(folder)
    blob = output.with_suffix(".bin")
    blob.write_bytes(b"".join(data + packed for *_, data, packed in assets))
    output.write_text(source(assets, blob), encoding="utf-8")


if __name__ == "__main__":
    main()
