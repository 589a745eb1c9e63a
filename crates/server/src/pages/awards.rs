//! The page that is shared: verdict first, then the person, the badge, the evidence and the proof.

pub(crate) mod evidence;
mod filling;
mod records;
mod share;
mod tries;

pub(crate) use tries::TriesView;

use accolade_storage::{assertions, assertions::Assertion, types::AssertionId};
use actix_web::{HttpRequest, web};
use askama::Template;
use openbadges::recipient;
use serde::Deserialize;

use super::{
    layout::Layout,
    parts::{
        AlignmentView, CheckView, CompareAnswer, CompareView, CriteriaView, Download, DownloadIcon,
        Evidence, EvidenceView, Fact, Happening, Link, Mark, Picture, Sign, VerdictView,
    },
    qr::QrCode,
    response,
    text::Rich,
    words::When,
};
use crate::{
    answer::{Answer, Freshness},
    limits,
    problem::Problem,
    standard::cards,
    state::State,
    verify_service,
};

/// `/awards/{id}`
#[derive(Template)]
#[template(path = "awards/show.html")]
pub(crate) struct AwardPage {
    pub(crate) layout: Layout,
    pub(crate) preview: Preview,
    pub(crate) verdict: VerdictView,
    /// Present when the award no longer stands: the page then says why before anything else.
    pub(crate) fallen: Option<Fallen>,
    pub(crate) picture: Picture,
    /// The recipient as the award names them; some awards name nobody.
    pub(crate) recipient: Option<String>,
    pub(crate) badge: Link,
    pub(crate) claim: String,
    pub(crate) facts: Vec<Fact>,
    /// What the issuer wrote about this award.
    pub(crate) narrative: Option<Rich>,
    pub(crate) evidence: Vec<Evidence>,
    /// The first try beside the last, where the earner wants both to be seen.
    pub(crate) tries: Option<TriesView>,
    pub(crate) criteria: CriteriaView,
    pub(crate) alignments: Vec<AlignmentView>,
    pub(crate) checks: Vec<CheckView>,
    pub(crate) history: Vec<Happening>,
    /// Nothing for an award without an address to compare with.
    pub(crate) compare: Option<CompareView>,
    pub(crate) share: Share,
    pub(crate) downloads: Vec<Download>,
}

/// What other sites show when the address is pasted there.
#[derive(Debug, Clone)]
pub(crate) struct Preview {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) line: String,
    pub(crate) image: String,
    pub(crate) image_alt: String,
    pub(crate) site: String,
}

/// Why an award does not stand: who said so, when, and in which words.
#[derive(Debug, Clone)]
pub(crate) struct Fallen {
    pub(crate) kind: Fall,
    pub(crate) issuer: String,
    pub(crate) reason: Option<String>,
    pub(crate) when: Option<When>,
}

/// The ways in which an award can stop standing without being false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fall {
    Withdrawn,
    Suspended,
}

/// The ways to take the award along.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    /// Absent only if the address is too long for a code.
    pub(crate) code: Option<QrCode>,
    pub(crate) address: String,
    /// Absent when the award does not stand: nobody should put it in a profile then.
    pub(crate) linkedin: Option<String>,
    pub(crate) mailto: String,
}

/// What the form "Is it this person?" sends.
#[derive(Debug, Deserialize)]
pub(crate) struct CompareForm {
    #[serde(default)]
    recipient: String,
}

/// `GET /awards/{id}`, for people.
pub(crate) async fn show(state: &State, assertion: &Assertion) -> Result<Answer, Problem> {
    let page = fill(state, assertion, CompareView::default()).await?;
    response::page(&page, Freshness::Standing)
}

/// `POST /awards/{id}`: compares an address with the hidden one, says so beside the field and forgets it.
pub(crate) async fn compare(
    state: web::Data<State>,
    request: HttpRequest,
    id: web::Path<String>,
    form: web::Form<CompareForm>,
) -> Result<Answer, Problem> {
    // Whoever tries addresses one after the other is slowed down like any other checker.
    state
        .limits
        .verification(limits::address_of(&request, &state))?;
    let id: AssertionId = id.parse().map_err(|_| Problem::not_found())?;
    let assertion = state.read(move |conn| assertions::find(conn, id)).await?;
    let assertion = assertion.ok_or_else(Problem::not_found)?;
    let answer = Some(answer(&assertion, &form.recipient));
    let page = fill(&state, &assertion, CompareView { answer }).await?;
    response::page(&page, Freshness::Never)
}

fn answer(assertion: &Assertion, candidate: &str) -> CompareAnswer {
    let candidate = candidate.trim();
    let whole = candidate.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.is_empty() && !domain.contains('@')
    });
    let (hash, salt) = (&assertion.recipient_hash, &assertion.recipient_salt);
    if !whole {
        CompareAnswer::Unreadable
    } else if recipient::matches(hash, Some(salt), true, candidate) {
        CompareAnswer::Same
    } else {
        CompareAnswer::Different
    }
}

async fn fill(
    state: &State,
    assertion: &Assertion,
    compare: CompareView,
) -> Result<AwardPage, Problem> {
    let report = verify_service::verify_award(state, assertion).await?;
    let records = records::load(state, assertion.clone()).await?;
    let card = cards::card_address(state, assertion);
    Ok(filling::page(state, &records, &report, card, compare))
}

impl AwardPage {
    /// "Amara Okafor" or "The earner", at the start of a sentence.
    fn who(&self) -> &str {
        self.recipient.as_deref().unwrap_or("The earner")
    }

    /// "What Amara Okafor showed"
    fn shown(&self) -> String {
        match &self.recipient {
            Some(name) => format!("What {name} showed"),
            None => "What was shown".to_owned(),
        }
    }

    /// Whether the work behind it is shown: not when the statement was taken back.
    fn shows_work(&self) -> bool {
        !self
            .fallen
            .as_ref()
            .is_some_and(|fallen| fallen.kind == Fall::Withdrawn)
    }
}
