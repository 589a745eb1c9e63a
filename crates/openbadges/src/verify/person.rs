//! Is it this person's? What was typed against the identities in the badge, each compared by its kind.

use serde_json::Value;
use url::Url;

use super::codes::Code;
use super::report::RecipientMatch;
use super::run::Findings;
use super::shape::v3::several;
use crate::recipient::{is_hash_of, normalise_email};

/// An identity as a document states it.
struct Stated<'a> {
    /// The `identityType` of 3.0 or the `type` of 2.0; `id` for the subject's own identifier.
    kind: &'a str,
    identity: &'a str,
    salt: &'a str,
    hashed: bool,
}

/// Compares the person asked for with those a credential of 3.0 names.
pub(super) fn check_v3(credential: &Value, asked: Option<&str>, findings: &mut Findings) {
    let mut stated = Vec::new();
    if let Some(subject) = subject_of(credential) {
        if let Some(identity) = subject.get("id").and_then(Value::as_str) {
            stated.push(Stated {
                kind: "id",
                identity,
                salt: "",
                hashed: false,
            });
        }
        for (_, identity) in several(subject, "identifier") {
            stated.extend(identity_of(identity, "identityHash", "identityType"));
        }
    }
    compare(&stated, asked, findings);
}

/// Compares the person asked for with the recipient of a 2.0 assertion.
pub(super) fn check_v2(assertion: &Value, asked: Option<&str>, findings: &mut Findings) {
    let recipient = assertion.get("recipient");
    let stated: Vec<_> = recipient
        .and_then(|recipient| identity_of(recipient, "identity", "type"))
        .into_iter()
        .collect();
    compare(&stated, asked, findings);
}

/// The one subject of a credential.
pub(super) fn subject_of(credential: &Value) -> Option<&Value> {
    crate::json::items(credential.get("credentialSubject")?).first()
}

fn identity_of<'a>(object: &'a Value, member: &str, kind: &str) -> Option<Stated<'a>> {
    let kind = object.get(kind).map(crate::json::items);
    Some(Stated {
        kind: kind
            .and_then(|kinds| kinds.iter().find_map(plain))
            .unwrap_or_default(),
        identity: plain(object.get(member)?)?,
        salt: object.get("salt").and_then(plain).unwrap_or_default(),
        hashed: object
            .get("hashed")
            .and_then(Value::as_bool)
            .unwrap_or(false),
    })
}

/// A text, also if it is written as a value of JSON-LD: the signature is the same.
fn plain(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("@value")?.as_str())
}

fn compare(stated: &[Stated<'_>], asked: Option<&str>, findings: &mut Findings) {
    let asked = asked.map(str::trim).filter(|asked| !asked.is_empty());
    if stated.is_empty() {
        let detail = "no recipient identity in the badge";
        return findings.add("recipient", Code::RecipientNone, detail);
    }
    let Some(asked) = asked else {
        let detail = "nobody was named to compare with";
        return findings.add("recipient", Code::RecipientNotAsked, detail);
    };
    if let Some(found) = stated.iter().find(|stated| stated.is(asked)) {
        findings.recipient = Some(RecipientMatch {
            identity_type: found.kind.to_owned(),
            hashed: found.hashed,
        });
        let detail = "the identity asked for is the one in the badge";
        return findings.add("recipient", Code::RecipientMatch, detail);
    }
    if stated.iter().any(Stated::is_unreadable) {
        let detail = "an identity is hashed in a way that is not compared here";
        return findings.add("recipient", Code::RecipientUnreadable, detail);
    }
    let detail = format!(
        "none of the {} identities in the badge is the one asked for",
        stated.len()
    );
    findings.add("recipient", Code::RecipientMismatch, detail);
}

impl Stated<'_> {
    fn is(&self, asked: &str) -> bool {
        let kind = Kind::of(self.kind);
        if !self.hashed {
            return kind
                .spellings(self.identity)
                .iter()
                .any(|own| kind.spellings(asked).contains(own));
        }
        kind.spellings(asked)
            .iter()
            .any(|spelling| is_hash_of(self.identity, spelling, self.salt))
    }

    /// The standards know two ways to hash an identity; a text that is neither cannot be compared.
    fn is_unreadable(&self) -> bool {
        let (way, _) = self.identity.split_once('$').unwrap_or_default();
        self.hashed
            && !["sha256", "md5"]
                .iter()
                .any(|known| way.eq_ignore_ascii_case(known))
    }
}

/// How identities of a kind are written in different ways and mean the same.
#[derive(Clone, Copy)]
enum Kind {
    Email,
    Telephone,
    /// Web addresses and DIDs.
    Address,
    Name,
    /// Account, student and institution numbers and whatever else: these are compared as they are.
    Other,
}

impl Kind {
    /// By the words of Open Badges 3.0 (`emailAddress`, `userName`, `ext:…`) and 2.0 (`email`, `url`, `telephone`, `id`).
    fn of(word: &str) -> Self {
        let word = word.rsplit([':', '#', '/']).next().unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "email" | "emailaddress" => Self::Email,
            "telephone" | "phone" | "phonenumber" | "mobile" => Self::Telephone,
            "id" | "url" | "did" | "identifier" => Self::Address,
            "name" => Self::Name,
            _ => Self::Other,
        }
    }

    /// The ways in which an identity may have been written when it was hashed; the standards do not settle on one.
    fn spellings(self, text: &str) -> Vec<String> {
        let text = text.trim();
        let mut spellings = vec![text.to_owned()];
        let mut add = |spelling: String| {
            if !spelling.is_empty() && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        };
        let without = |scheme: &str| {
            let (start, rest) = text.split_once(':')?;
            start.eq_ignore_ascii_case(scheme).then_some(rest)
        };
        match self {
            Self::Email => {
                let bare = without("mailto").unwrap_or(text);
                add(bare.to_owned());
                add(normalise_email(bare));
            }
            Self::Telephone => {
                let bare = without("tel").unwrap_or(text);
                add(bare.to_owned());
                add(dialled(bare));
                add(format!("tel:{}", dialled(bare)));
            }
            Self::Address => {
                add(normalised_address(text));
                // A subject may be named by its mail address, as a URI.
                if let Some(bare) = without("mailto") {
                    add(normalise_email(bare));
                } else if text.contains('@') && !text.contains(':') {
                    add(normalise_email(text));
                }
            }
            Self::Name => add(text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase()),
            Self::Other => add(text.to_lowercase()),
        }
        spellings
    }
}

/// A telephone number as it is dialled: figures, after a plus if it begins with the code of a country.
fn dialled(text: &str) -> String {
    let figures: String = text.chars().filter(char::is_ascii_digit).collect();
    match (text.starts_with('+'), figures.strip_prefix("00")) {
        (true, _) => format!("+{figures}"),
        (false, Some(rest)) => format!("+{rest}"),
        (false, None) => figures,
    }
}

/// A web address with its host in lower case and no slash at its end; anything else as it is, for DIDs are what they are.
fn normalised_address(text: &str) -> String {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            url.as_str().trim_end_matches('/').to_owned()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipient::hash_identity;
    use serde_json::json;

    fn code(kind: &str, identity: &str, hashed: bool, asked: &str) -> Code {
        let assertion = json!({
            "recipient": {"type": kind, "identity": identity, "hashed": hashed, "salt": "pepper"},
        });
        let mut findings = Findings::default();
        check_v2(&assertion, Some(asked), &mut findings);
        let code = findings.checks[0].code;
        assert_eq!(findings.recipient.is_some(), code == Code::RecipientMatch);

        let identifier = json!({
            "identityType": kind, "identityHash": identity, "hashed": hashed, "salt": "pepper",
        });
        let credential = json!({"credentialSubject": {"identifier": [identifier]}});
        let mut findings = Findings::default();
        check_v3(&credential, Some(asked), &mut findings);
        assert_eq!(findings.checks[0].code, code, "2.0 and 3.0 differ");
        code
    }

    /// How each kind of identity may be written, and how it may be asked for.
    const SAME: &[(&str, &str, &str)] = &[
        ("emailAddress", "ada@example.org", "Ada@Example.org "),
        ("email", "ada@example.org", "mailto:ada@example.org"),
        ("telephone", "+441234567890", "+44 (1234) 567-890"),
        ("telephone", "tel:+441234567890", "0044 1234 567890"),
        ("ext:telephone", "+441234567890", "+44 1234 567890"),
        ("url", "https://ada.example/me", "https://ADA.example/me"),
        ("url", "https://ada.example", "https://ada.example/"),
        ("did", "did:key:z6MkpTHR8", "did:key:z6MkpTHR8"),
        ("identifier", "did:web:ada.example", "did:web:ada.example"),
        ("name", "ada lovelace", "Ada  Lovelace"),
        ("userName", "ada", "ada"),
        ("systemId", "1815-12-10", "1815-12-10"),
        ("ext:studentId", "s1815", "S1815"),
        ("nationalIdentityNumber", "101218151234", "101218151234"),
        ("sourcedId", "sis:1815", "sis:1815"),
        ("ltiUserId", "6f1b", "6f1b"),
    ];

    #[test]
    fn every_kind_of_identity_is_compared_hashed_or_plain() {
        for (kind, identity, asked) in SAME {
            let hashed = hash_identity(identity, "pepper");

            assert_eq!(
                code(kind, identity, false, asked),
                Code::RecipientMatch,
                "{kind}"
            );
            assert_eq!(
                code(kind, &hashed, true, asked),
                Code::RecipientMatch,
                "{kind}"
            );
            assert_eq!(
                code(kind, identity, false, "someone"),
                Code::RecipientMismatch
            );
            assert_eq!(
                code(kind, &hashed, true, "someone"),
                Code::RecipientMismatch
            );
        }
    }

    #[test]
    fn what_is_told_apart_by_its_case_stays_apart() {
        let wrong = code("did", "did:key:z6MkpTHR8", false, "did:key:z6mkpthr8");

        assert_eq!(wrong, Code::RecipientMismatch);
    }

    #[test]
    fn a_hash_that_is_not_computed_here_is_no_mismatch() {
        let other = code("email", "sha1$55f947d7", true, "ada@example.org");

        assert_eq!(other, Code::RecipientUnreadable);
    }

    #[test]
    fn the_md5_of_old_badges_is_compared() {
        let of_ada = "md5$0db643bb7dddf1422ed512549f77042e";

        assert_eq!(
            code("email", of_ada, true, "Ada@example.org"),
            Code::RecipientMatch
        );
        assert_eq!(
            code("email", of_ada, true, "bob@example.org"),
            Code::RecipientMismatch
        );
    }

    #[test]
    fn a_subject_named_by_its_mail_address_is_found() {
        let credential = json!({"credentialSubject": {"id": "mailto:Ada@example.org"}});
        let mut findings = Findings::default();

        check_v3(&credential, Some("ada@example.org"), &mut findings);

        assert_eq!(findings.checks[0].code, Code::RecipientMatch);
        assert_eq!(findings.recipient.unwrap().identity_type, "id");
    }
}
