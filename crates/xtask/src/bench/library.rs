//! The library's figures beside those of others.

use anyhow::Result;

use super::{
    criterion::Medians,
    peers::Peers,
    report::{Report, Section},
};

/// The figures beside which those of the site stand.
pub(crate) struct Library {
    /// Signing both proofs.
    pub(crate) sign: f64,
    /// The whole report of both proofs.
    pub(crate) verify: f64,
}

/// Adds the figures of the library, beside those of others where there are any.
pub(crate) fn add(report: &mut Report, medians: &Medians, peers: &Peers) -> Result<Library> {
    let ours = |name: &str| medians.per_second(name);
    let Peers { node, python } = peers;
    let vc = super::VC_IN_NODE;
    let composed = "Python, `pyld` and `cryptography`";
    let openbadgeslib = "Python, `openbadgeslib`";
    let jose = "Node, `jose`";
    let mut signing = Section::new("Open Badges 3.0, one core");
    let sign = ours("sign/eddsa-rdfc-2022")?;
    signing.beside(
        "sign, eddsa-rdfc-2022",
        sign,
        vc,
        node.get("sign/eddsa-rdfc-2022"),
    );
    for (name, id) in [
        (composed, "sign/eddsa-rdfc-2022"),
        (openbadgeslib, "openbadgeslib/sign"),
    ] {
        signing.beside("sign, eddsa-rdfc-2022", sign, name, python.get(id));
    }
    let raw = ours("floor/ed25519-sign")?;
    signing.row(
        "sign, eddsa-rdfc-2022",
        sign,
        "bare Ed25519 signature of 64 bytes",
        raw,
    );
    let set = ours("sign/proof-set")?;
    signing.row("sign, both proofs", set, "one proof", sign);
    let template = ours("template/sign")?;
    let templates = ours("template/sign-proof-set")?;
    signing.row("sign through a template", template, "without one", sign);
    signing.row(
        "sign through a template, both proofs",
        templates,
        "without one",
        set,
    );
    let proof = ours("verify/proof")?;
    signing.beside(
        "verify, the proof alone",
        proof,
        vc,
        node.get("verify/proof"),
    );
    for (name, id) in [
        (composed, "verify/proof"),
        (openbadgeslib, "openbadgeslib/verify"),
    ] {
        signing.beside("verify, the proof alone", proof, name, python.get(id));
    }
    let raw = ours("floor/ed25519-verify")?;
    signing.row(
        "verify, the proof alone",
        proof,
        "bare Ed25519 verification",
        raw,
    );
    let mixed = 1000.0 * ours("batch/verify-1000-mixed")?;
    signing.row(
        "verify 1,000 of ten badge classes in a batch",
        mixed,
        "one by one",
        proof,
    );
    let whole = ours("verify/report")?;
    signing.row(
        "verify, whole report with its status list",
        whole,
        "the proof alone",
        proof,
    );
    let both = ours("verify/report-of-proof-set")?;
    signing.row(
        "verify, whole report of both proofs",
        both,
        "the proof alone",
        proof,
    );
    report.add(signing);

    let mut form = Section::new("Canonical form (RDFC-1.0), one core");
    let document = ours("canonical/document")?;
    let plain = ours("canonical/document-oxrdf")?;
    form.row(
        "JSON text to canonical N-Quads, safe mode",
        document,
        "`oxjsonld` + `oxrdf` as they come",
        plain,
    );
    form.row(
        "JSON text to canonical N-Quads, safe mode",
        document,
        "our complete JSON-LD processor",
        ours("canonical/document-reference")?,
    );
    let (labels, plain) = (ours("canonical/rdfc")?, ours("canonical/rdfc-oxrdf")?);
    form.row("quads to canonical N-Quads", labels, "`oxrdf`", plain);
    let hash = ours("floor/sha256-of-canonical-form")?;
    form.row(
        "quads to canonical N-Quads",
        labels,
        "SHA-256 of the same 10 KB",
        hash,
    );
    report.add(form);

    let mut tokens = Section::new("VC-JWT, one core");
    for algorithm in ["EdDSA", "ES256", "RS256"] {
        for work in ["sign", "verify"] {
            let name = format!("token/{algorithm}-{work}");
            let what = format!("{work}, {algorithm}");
            let own = ours(&name)?;
            let library = ours(&format!("{name}-jsonwebtoken"))?;
            tokens.row(&what, own, "`jsonwebtoken` as it comes", library);
            tokens.beside(&what, own, jose, node.get(&name));
            tokens.beside(&what, own, "Python, `PyJWT`", python.get(&name));
        }
    }
    let issue = ours("token/ES256-issue")?;
    tokens.row(
        "issue from a credential, ES256",
        issue,
        "sign ready claims, ES256",
        ours("token/ES256-sign")?,
    );
    report.add(tokens);
    Ok(Library {
        sign: set,
        verify: both,
    })
}
