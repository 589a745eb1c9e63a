//! What an award said before it was corrected, on its page and as the document that was signed then.

use accolade_issuing::corrections::{self, Said, Wording};
use accolade_storage::assertions::Assertion;
use accolade_storage::types::AssertionId;
use actix_web::http::header;
use actix_web::web;

use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

/// One earlier wording: what of it is different now.
#[derive(Debug, Clone)]
pub(crate) struct PastWording {
    /// Until when it said this.
    pub(crate) until: When,
    /// What was changed then: the part, and what it said before.
    pub(crate) parts: Vec<(&'static str, String)>,
    /// The document as it was signed.
    pub(crate) href: String,
}

/// The earlier wordings, the newest first, each held against the one that took its place.
pub(super) fn wordings(award: &Assertion, past: &[Wording]) -> Vec<PastWording> {
    let mut newer = Said::now(award);
    let mut all = Vec::with_capacity(past.len());
    for wording in past {
        all.push(PastWording {
            until: When::moment(wording.until.as_jiff()),
            parts: parts(&wording.said, &newer),
            href: format!("/desk/awards/{}/before/{}", award.id, wording.revision),
        });
        newer = wording.said.clone();
    }
    all
}

fn parts(before: &Said, after: &Said) -> Vec<(&'static str, String)> {
    let or = |said: &Option<String>, none: &str| said.clone().unwrap_or_else(|| none.to_owned());
    let mut parts = Vec::new();
    if before.name != after.name {
        parts.push(("Name", or(&before.name, "not shown")));
    }
    if before.recipient != after.recipient {
        parts.push(("E-mail address", "another one".to_owned()));
    }
    if before.narrative != after.narrative {
        parts.push((
            "What this person did",
            or(&before.narrative, "nothing said"),
        ));
    }
    if before.valid_until != after.valid_until {
        let end = before.valid_until.map(words::day);
        parts.push(("Good until", or(&end, "no end")));
    }
    parts
}

/// `GET /desk/awards/{id}/before/{revision}`: the credential as it was signed.
pub(crate) async fn document(
    state: web::Data<State>,
    visitor: Visitor,
    address: web::Path<(AssertionId, String)>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, revision) = address.into_inner();
    let past = state
        .read(move |conn| corrections::history(conn, &caller, id))
        .await?;
    let wording = past
        .into_iter()
        .find(|wording| wording.revision.to_string() == revision)
        .ok_or_else(Problem::not_found)?;
    let name = format!("attachment; filename=\"award-before-{revision}.json\"");
    Ok(Answer::bytes("application/vc+ld+json", wording.document)
        .fresh(Freshness::Never)
        .header(header::CONTENT_DISPOSITION, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_changed_is_told() {
        let after = Said {
            name: Some("Mia Carter".into()),
            narrative: Some("Asked why.".into()),
            ..Said::default()
        };
        let before = Said {
            name: Some("Mia Cartre".into()),
            valid_until: Some("2027-07-31T23:59:59Z".parse().unwrap()),
            ..after.clone()
        };

        let told = parts(&before, &after);

        assert_eq!(
            told,
            [
                ("Name", "Mia Cartre".to_owned()),
                ("Good until", "31 July 2027".to_owned())
            ]
        );
    }
}
