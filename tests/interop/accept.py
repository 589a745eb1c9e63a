"""Checks the forms in which the library issues with the Python readers of badges.

    python accept.py FOLDER

The folder is written by `crates/xtask/examples/forms`; accept.mjs is the same for what JavaScript reads. The 2.0 documents
are answered from documents.json. Prints a line a check and ends with 1 if one was not as expected.
"""

import io
import json
import logging
import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import requests  # noqa: E402
from openbadgeslib import baking  # noqa: E402
from openbadgeslib.ob2 import OB2Verifier  # noqa: E402
from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier  # noqa: E402
from openbadgeslib.ob3.did import _jwk_to_pem  # noqa: E402

from validator import serve_from, verify  # noqa: E402

folder = pathlib.Path(sys.argv[1])
documents = json.loads((folder / "documents.json").read_text("utf-8"))
wrong = 0


def no_download(url):
    raise ValueError("nothing is fetched: %s" % url)


def text_of(row):
    """The signed text, taken out of its picture by the reader's own means."""
    file = folder / row["file"]
    data = file.read_bytes()
    extract = {
        (".png", False): OB3Verifier.extract_token_from_png,
        (".svg", False): OB3Verifier.extract_token_from_svg,
        (".png", True): baking.extract_png,
        (".svg", True): baking.extract_svg,
    }.get((file.suffix, row["file"].startswith("v2-")))
    text = extract(data) if extract else data
    return text.decode("utf-8") if isinstance(text, bytes) else text


def with_openbadgeslib(row):
    text = text_of(row)
    if text.startswith("{"):
        OB3LdpVerifier().verify(text, download=no_download)
    elif row["file"].startswith("v2-"):
        OB2Verifier(_jwk_to_pem(row["key"])).verify(text, expected_recipient="ada@example.org")
    else:
        OB3Verifier(_jwk_to_pem(row["key"])).verify(text)


def with_openbadges(row):
    data = (folder / row["file"]).read_bytes()
    badge = data.decode("utf-8") if row["file"].endswith(".jws") else io.BytesIO(data)
    report = verify(badge, "ada@example.org")
    if not report["valid"]:
        raise ValueError([message["result"] for message in report["messages"]])


JUDGES = {"openbadgeslib": with_openbadgeslib, "openbadges": with_openbadges}

serve_from(lambda url: json.dumps(documents[url]) if url in documents else None)
for row in json.loads((folder / "forms.json").read_text("utf-8")):
    for name in row["judges"]:
        if name not in JUDGES:
            continue
        try:
            JUDGES[name](row)
            found, why = "valid", "accepted"
        except Exception as error:  # Whatever it throws, it did not accept.
            found, why = "invalid", "%s: %s" % (type(error).__name__, error)
        ok = found == row["expected"]
        wrong += not ok
        print("%s %-15s %s: %s%s" % ("ok  " if ok else "FAIL", name, row["file"], row["expected"], "" if ok else ": " + why))
print("all as expected" if wrong == 0 else "%d not as expected" % wrong)
sys.exit(0 if wrong == 0 else 1)
