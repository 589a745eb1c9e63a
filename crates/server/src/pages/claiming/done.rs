//! `/claim/{code}/{receipt}`: what came of a claim, for whoever made it.

use accolade_issuing::addresses::paths;
use accolade_issuing::claims::{self, Claimant, Code, Terms};
use accolade_storage::assertions::{self, Assertion};
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::claims::Claim;
use accolade_storage::types::{AssertionId, ClaimState};
use accolade_storage::{DbConnection, StorageError};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::Offered;
use crate::answer::Answer;
use crate::pages::layout::{Layout, Place};
use crate::pages::qr::QrCode;
use crate::pages::response;
use crate::pages::words;
use crate::problem::Problem;
use crate::state::State;

/// The page after "It's mine".
#[derive(Template)]
#[template(path = "claiming/done.html")]
pub(crate) struct DonePage {
    pub(crate) layout: Layout,
    pub(crate) badge: Offered,
    pub(crate) headline: String,
    pub(crate) line: String,
    pub(crate) more: Option<String>,
    /// Where "It's mine" is said, while it has not been.
    pub(crate) take: Option<String>,
    /// The badge's own page.
    pub(crate) open: Option<String>,
    pub(crate) keep: Option<Keep>,
}

/// The ways to take an award along.
#[derive(Debug, Clone)]
pub(crate) struct Keep {
    pub(crate) code: Option<QrCode>,
    pub(crate) address: String,
    pub(crate) note: String,
    pub(crate) files: Vec<KeepFile>,
}

/// A file or a page to keep.
#[derive(Debug, Clone)]
pub(crate) struct KeepFile {
    pub(crate) href: String,
    pub(crate) words: &'static str,
    pub(crate) note: &'static str,
    pub(crate) save: bool,
}

struct Made {
    claim: Claim,
    link: ClaimLink,
    badge: Offered,
    award: Option<Assertion>,
}

/// `GET /claim/{code}/{receipt}`
pub(crate) async fn done(
    state: web::Data<State>,
    address: web::Path<(String, String)>,
) -> Result<Answer, Problem> {
    let (code, receipt) = address.into_inner();
    let code: Code = code.parse().map_err(|_| Problem::not_found())?;
    let tools = state.tools.clone();
    let made = state
        .read(move |conn| made(conn, &tools, code, &receipt))
        .await?
        .ok_or_else(Problem::not_found)?;
    let who = claims::claimant(&state.tools, &made.claim);
    response::page_with(StatusCode::OK, &page(&state, made, &who))
}

fn made(
    conn: &mut DbConnection,
    tools: &accolade_issuing::Tools,
    code: Code,
    receipt: &str,
) -> Result<Option<Made>, StorageError> {
    let Some(claim) = claims::by_receipt(conn, tools, receipt)? else {
        return Ok(None);
    };
    let door = claims::find(conn, code)?;
    let Some(link) = claim_links::find(conn, claim.link_id)?
        .filter(|link| door.is_some_and(|door| door.link.id == link.id))
    else {
        return Ok(None);
    };
    let Some(badge) = Offered::latest(conn, link.badge_class_id, link.issuer_id, &link.giver)?
    else {
        return Ok(None);
    };
    let award = match claim.assertion_id {
        Some(award) => assertions::find(conn, award)?,
        None => None,
    };
    Ok(Some(Made {
        claim,
        link,
        badge,
        award,
    }))
}

fn page(state: &State, made: Made, who: &Claimant) -> DonePage {
    let terms = Terms::read(&made.link.terms);
    let mut page = DonePage {
        layout: Layout::new(&state.site_name, Place::Claim).with_script("print.js"),
        badge: made.badge,
        headline: String::new(),
        line: String::new(),
        more: None,
        take: None,
        open: None,
        keep: None,
    };
    // Whoever knows an address must not learn here whether it has the badge: the page says the same of an address that
    // had it before as of a new one, and the letter says the rest.
    match (&who.email, state.mail.is_on(), made.award) {
        (Some(email), true, _) => by_mail(&mut page, who, email, &terms),
        (_, _, Some(award)) if made.claim.state == ClaimState::Awarded => {
            awarded(state, &mut page, who, &award);
        }
        (_, _, _) => page.undecided(made.claim.state),
    }
    page
}

fn by_mail(page: &mut DonePage, who: &Claimant, email: &str, terms: &Terms) {
    let (giver, badge) = (&page.badge.giver, &page.badge.name);
    if terms.approval {
        page.headline = format!("{giver} looks at it first.");
        page.line = format!("{badge} is meant for {}.", who.name);
        page.more = Some(format!(
            "We write to {} as soon as it is decided. You may close this page.",
            veiled(email)
        ));
    } else {
        page.headline = format!("It’s yours, {}.", who.name);
        page.line = format!("{} gives you {badge}.", page.badge.issuer);
        page.more = Some(format!(
            "We sent it to {}. The letter opens your badge, on this phone and on any other. Not there? Look where unwanted mail goes.",
            veiled(email)
        ));
    }
}

fn awarded(state: &State, page: &mut DonePage, who: &Claimant, award: &Assertion) {
    page.headline = format!("It’s yours, {}.", who.name);
    page.line = format!(
        "{} gave you {} on {}.",
        page.badge.issuer,
        page.badge.name,
        words::day(award.valid_from.as_jiff())
    );
    page.open = Some(paths::award(award.id));
    page.keep = Some(keep(state, award.id));
}

/// The ways to take this award along, for somebody without an account.
pub(super) fn keep(state: &State, award: AssertionId) -> Keep {
    let address = state.tools.addresses.award(award);
    let file = |ending, words, note, save| KeepFile {
        href: paths::award_file(award, ending),
        words,
        note,
        save,
    };
    Keep {
        code: QrCode::draw(&address),
        note: "This link is the key to your badge. Take a picture of the code, send the link to yourself, or print this page."
            .to_owned(),
        files: vec![
            file("png", "Save the picture", "PNG. The proof is inside: it can be checked anywhere.", true),
            file("json", "Save the proof", "A file for wallets and other badge collections.", true),
        ],
        address,
    }
}

impl DonePage {
    fn undecided(&mut self, state: ClaimState) {
        let giver = &self.badge.giver;
        match state {
            ClaimState::Waiting => {
                self.headline = format!("{giver} looks at it first.");
                self.line = format!("{} waits for that.", self.badge.name);
                self.more = Some(
                    "Keep this page open, or keep its address: your badge will be here.".to_owned(),
                );
            }
            ClaimState::Declined => {
                self.headline = "Not this time.".to_owned();
                self.line = format!("{giver} has not given this badge.");
                self.more = Some(format!("Ask {giver} what is still missing."));
            }
            ClaimState::Awarded | ClaimState::Repeated => {
                self.headline = "This address has the badge already.".to_owned();
                self.line = format!("{} is given once to each person.", self.badge.name);
                self.more = Some(format!("Lost the link? Ask {giver}."));
            }
        }
    }
}

/// "a…@pupils.example": enough to see a slip of the finger, too little for somebody who looks over the shoulder.
fn veiled(email: &str) -> String {
    match email.split_once('@') {
        Some((name, domain)) => format!("{}…@{domain}", name.chars().next().unwrap_or('…')),
        None => "your address".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_veiled_but_its_domain_can_be_checked() {
        assert_eq!(veiled("amara@pupils.example"), "a…@pupils.example");
        assert_eq!(veiled("é@x.example"), "é…@x.example");
    }
}
