"""Issues badges with the Python libraries, and a spoilt copy of each.

    python issue.py FOLDER

Adds its files to the folder that issue.mjs filled: rows to theirs.json, documents to documents.json.
"""

import base64
import io
import json
import pathlib
import sys
from datetime import datetime, timedelta, timezone

import openbadges_bakery
from openbadgeslib import keys
from openbadgeslib.ob2 import Assertion, BadgeClass, CryptographicKey, OB2Signer, Profile, Verification
from openbadgeslib.ob2 import IdentityObject as RecipientOf2
from openbadgeslib.ob3 import (
    Achievement,
    IdentityObject,
    Issuer,
    OB3LdpSigner,
    OB3Signer,
    OpenBadgeCredential,
    did_jwk_from_jwk,
)

ROOT = pathlib.Path(__file__).parents[2]
PNG = (ROOT / "fuzz/corpus/unbake/plain.png").read_bytes()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
SITE = "https://badges.example.edu/python"
TRUE_WORD, FALSE_WORD = "Statistics", "Statistic5"
YESTERDAY = datetime.now(timezone.utc) - timedelta(days=1)

folder = pathlib.Path(sys.argv[1])
rows = json.loads((folder / "theirs.json").read_text("utf-8"))
documents = json.loads((folder / "documents.json").read_text("utf-8"))


def write(file, content, expected):
    (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    rows.append({"file": file, "expected": expected})


def spoilt(text):
    """The same with another word in what is signed."""
    if text.startswith("{"):
        return text.replace(TRUE_WORD, FALSE_WORD)
    header, payload, signature = text.split(".")
    plain = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).replace(TRUE_WORD.encode(), FALSE_WORD.encode())
    return ".".join([header, base64.urlsafe_b64encode(plain).decode().rstrip("="), signature])


def credential(issuer):
    return OpenBadgeCredential(
        issuer=Issuer(id=issuer, name="Example University", url="https://www.example.edu/"),
        recipient_id="urn:uuid:6f1c2b0e-8a54-4c1e-9f0e-2b7d5a7f1c05",
        achievement=Achievement(
            id="https://badges.example.edu/achievements/1",
            name=TRUE_WORD,
            description="Plans, carries out and reports an analysis.",
            criteria_narrative="Hand in a report.",
            tags=["analysis"],
        ),
        issuance_date=YESTERDAY,
        identifiers=[IdentityObject.create("ada@example.org", "salt")],
    )


def bake(text, picture, version):
    """Baked by the official bakery, which knows version 2, or by openbadgeslib."""
    from openbadgeslib import baking

    if version == 2:
        return openbadges_bakery.bake(io.BytesIO(picture), text).read()
    if picture == PNG:
        return baking.bake_png(picture, text, keyword=baking.ITXT_KEYWORD_OB3)
    return baking.bake_svg(
        picture, text, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3, as_text=text.startswith("{")
    )


def everywhere(name, ending, text, version):
    """As a file of its own and in both kinds of picture, right and spoilt."""
    for suffix, copy, expected in (("", text, "valid"), (".spoilt", spoilt(text), "invalid")):
        write("%s%s.%s" % (name, suffix, ending), copy, expected)
        write("%s%s.png" % (name, suffix), bake(copy, PNG, version), expected)
        write("%s%s.svg" % (name, suffix), bake(copy, SVG, version), expected)


for kind, algorithm in ((keys.KeyType.ED25519, "EdDSA"), (keys.KeyType.ECC, "ES256"), (keys.KeyType.RSA, "RS256")):
    pair = keys.KeyFactory(kind)
    private, _ = pair.generate_keypair()
    signer = OB3Signer(private, algorithm)
    issuer = did_jwk_from_jwk(signer._public_jwk())
    everywhere("openbadgeslib-%s" % algorithm.lower(), "jwt", signer.sign(credential(issuer)), 3)
    if algorithm == "EdDSA":
        proof = OB3LdpSigner(private)
        issuer = proof.verification_method.split("#")[0]
        everywhere("openbadgeslib-eddsa-rdfc-2022", "json", proof.sign_to_json(credential(issuer)), 3)
    if algorithm == "RS256":
        assertion = Assertion(
            recipient=RecipientOf2.create("ada@example.org", "salt"),
            badge=SITE + "/badge",
            verification=Verification("SignedBadge", SITE + "/key"),
            issued_on=YESTERDAY,
            narrative="Ada knows %s." % TRUE_WORD,
        )
        everywhere("openbadgeslib-v2", "jws", OB2Signer(private, "RS256").sign(assertion), 2)
        public = pair.get_pub_key_pem()
        public = public.decode("ascii") if isinstance(public, bytes) else public
        for name, document in {
            "badge": BadgeClass(
                id=SITE + "/badge",
                name=TRUE_WORD,
                description="Practical.",
                image=SITE + "/badge.png",
                criteria=SITE + "/criteria",
                issuer=SITE + "/issuer",
            ),
            "issuer": Profile(
                id=SITE + "/issuer",
                name="Example University",
                url=SITE,
                email="badges@example.edu",
                public_key=[SITE + "/key"],
            ),
            "key": CryptographicKey(id=SITE + "/key", owner=SITE + "/issuer", public_key_pem=public),
        }.items():
            documents["%s/%s" % (SITE, name)] = "v2-%s.json" % name
            (folder / ("v2-%s.json" % name)).write_text(json.dumps(document.to_dict()), "utf-8")

(folder / "theirs.json").write_text(json.dumps(rows), "utf-8")
(folder / "documents.json").write_text(json.dumps(documents), "utf-8")
