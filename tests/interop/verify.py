"""Checks what Accolade issues with two verifiers that are not ours.

    python verify.py PLAN.json CA.pem

`openbadgeslib` reads the JWT, the JSON and the baked PNG and SVG; `openbadges`, the 2.0 validator, follows the hosted
assertion. Everything is fetched from the server under test, over TLS with the certificate authority given.
"""

import json
import logging
import pathlib
import ssl
import sys
import urllib.request
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import requests  # noqa: E402
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier  # noqa: E402
from openbadgeslib.ob3.did import _jwk_to_pem, resolve_verification_method  # noqa: E402
from openbadgeslib.ob3.ldp import verify_data_integrity_proof  # noqa: E402

import validator  # noqa: E402

COMPATIBILITY_CONTEXT = "https://w3id.org/security/suites/ed25519-2020/v1"
COMPATIBILITY_FILE = pathlib.Path(__file__).parents[2] / "crates/openbadges/src/contexts/ed25519-2020-v1.json"
plan = json.load(open(sys.argv[1], encoding="utf-8"))
tls = ssl.create_default_context(cafile=sys.argv[2])
wrong = 0


def download(url, accept="*/*"):
    if not url.startswith(plan["origin"] + "/"):
        raise ValueError("nothing outside of the server under test is fetched: %s" % url)
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, context=tls, timeout=30) as response:
        return response.read()


def say(ok, name, detail=""):
    global wrong
    wrong += 0 if ok else 1
    print("%s %s%s" % ("ok  " if ok else "FAIL", name, "" if ok else ": %s" % detail))


def outcome(step):
    try:
        step()
    except OB3VerificationError as error:
        text = str(error).lower()
        for word in ("revoked", "expired"):
            if word in text:
                return word, text
        return "invalid", text
    return "valid", ""


def header_of(token):
    import base64

    part = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def spoil(token):
    header, payload, signature = token.split(".")
    place = len(payload) // 2
    other = "A" if payload[place] != "A" else "B"
    return ".".join([header, payload[:place] + other + payload[place + 1:], signature])


def check_jwt(award):
    token = download(award["address"] + ".jwt").decode("ascii").strip()
    jwk = json.loads(download(header_of(token)["kid"]))
    verifier = OB3Verifier(_jwk_to_pem(jwk))
    # The status list is asked for as JSON-LD by the next check; a JWT tells its own dates.
    expected = "valid" if award["expected"] == "revoked" else award["expected"]
    found, why = outcome(lambda: verifier.verify(token))
    say(found == expected, "openbadgeslib   JWT, %s: %s" % (award["name"], expected), why)
    found, why = outcome(lambda: verifier.verify(spoil(token)))
    say(found == "invalid", "openbadgeslib   spoilt JWT, %s: invalid" % award["name"], found)


def check_proof(award, form, document):
    """The proof alone. The whole verifier knows only the contexts it carries, and that of the second proof is not among
    them; its proof checker takes one more. Issuers who want the whole verifier switch the second proof off, as the
    demo's Harbour Street does."""
    contexts = {COMPATIBILITY_CONTEXT: json.load(open(COMPATIBILITY_FILE, encoding="utf-8"))}
    method = next(p for p in document["proof"] if p["type"] == "DataIntegrityProof")["verificationMethod"]
    key = resolve_verification_method(method, download)

    def verify():
        verify_data_integrity_proof(document, key, extra_contexts=contexts)

    found, why = outcome(verify)
    say(found == "valid", "openbadgeslib   proof of %s, %s: valid" % (form, award["name"]), why)
    document["credentialSubject"]["achievement"]["name"] += "."
    found, why = outcome(verify)
    say(found == "invalid", "openbadgeslib   proof of spoilt %s, %s: invalid" % (form, award["name"]), found)
    return 0


def check_embedded(award, form, text):
    document = json.loads(text)
    if COMPATIBILITY_CONTEXT in document["@context"]:
        return check_proof(award, form, document)
    expected = "valid" if award["expected"] == "revoked" else award["expected"]
    found, why = outcome(lambda: OB3LdpVerifier().verify(document, download=download))
    say(found == expected, "openbadgeslib   %s, %s: %s" % (form, award["name"], expected), why)
    document["credentialSubject"]["achievement"]["name"] += "."
    found, why = outcome(lambda: OB3LdpVerifier().verify(document, download=download))
    say(found == "invalid", "openbadgeslib   spoilt %s, %s: invalid" % (form, award["name"]), found)
    return 1


def check_hosted(award):
    report = validator.verify(award["address"] + ".v2.json", award["email"])
    messages = [message["result"] for message in report["messages"] if message["messageLevel"] == "ERROR"]
    found = "valid" if report["valid"] else "expired" if "expired" in str(messages).lower() else "revoked"
    # It knows no withdrawn hosted badge: it refuses the document because everything but `revoked` is gone from it.
    if found == "revoked" and not all("not present" in text or "unmet" in text or "IndexError" in text for text in messages):
        found = "invalid"
    say(found == award["expected"], "openbadges      hosted 2.0, %s: %s" % (award["name"], award["expected"]), messages)
    if found == "valid":
        matched = report.get("recipientProfile", {}).get("email")
        say(matched == award["email"], "openbadges      recipient, %s" % award["name"], matched)


def over_tls(send, session, request, options):
    if not request.url.startswith(plan["origin"] + "/"):
        raise requests.ConnectionError("nothing outside of the server under test is fetched: %s" % request.url)
    options["verify"] = sys.argv[2]
    return send(session, request, **options)


embedded = 0
for award in plan["awards"]:
    check_jwt(award)
    embedded += check_embedded(award, "JSON", download(award["address"] + ".json"))
    embedded += check_embedded(award, "PNG", OB3Verifier.extract_token_from_png(download(award["address"] + ".png")))
    embedded += check_embedded(award, "SVG", OB3Verifier.extract_token_from_svg(download(award["address"] + ".svg")))
say(embedded > 0, "openbadgeslib   read at least one JSON, PNG and SVG", "all were left out")
validator.serve_from(lambda url: None, over_tls)
for award in plan["awards"]:
    check_hosted(award)

print("all as expected" if wrong == 0 else "%d not as expected" % wrong)
sys.exit(0 if wrong == 0 else 1)
