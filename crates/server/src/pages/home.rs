//! The front door: what this is, three ways in, and what the other person sees.

use std::sync::{Mutex, PoisonError};

use accolade_issuing::house::Founding;
use accolade_storage::{
    DbConnection, PageRequest, StorageError, assertions, badge_classes, issuers,
};
use actix_web::web;
use askama::Template;
use jiff::{SignedDuration, Timestamp};

use super::{
    cards,
    layout::{Layout, Place},
    parts::{BadgeCard, Sign, Tone, VerdictView},
    response,
    studio::view::{self, StarterChoice},
    words,
};
use crate::{
    answer::{Answer, Freshness},
    problem::Problem,
    state::State,
};

/// How many badges hang on the front page.
const FAMILY: u32 = 8;

/// `/`
#[derive(Template)]
#[template(path = "home/show.html")]
pub(crate) struct HomePage {
    pub(crate) layout: Layout,
    /// Published badges, the newest first; empty on a new site.
    pub(crate) family: Vec<BadgeCard>,
    /// Badges to begin from, for a site that has none.
    pub(crate) starters: Vec<StarterChoice>,
    /// Whether the operator alone lets organisations in.
    pub(crate) by_invitation: bool,
    /// "3 issuers, 12 badges and 31,806 awards", counted now.
    pub(crate) numbers: String,
    /// What verdicts look like; invented, and the page says so.
    pub(crate) examples: [VerdictView; 3],
}

/// `GET /`
pub(crate) async fn show(
    state: web::Data<State>,
    numbers: web::Data<Numbers>,
) -> Result<Answer, Problem> {
    let family = state
        .read(|conn| {
            let newest = badge_classes::list_published(conn, PageRequest::first(FAMILY))?;
            cards::of_badges(conn, &newest.items, false)
        })
        .await?;
    let page = HomePage {
        layout: Layout::new(&state.site_name, Place::Elsewhere),
        family,
        starters: view::starters(),
        by_invitation: state.tools.rules.founding == Founding::Operator,
        numbers: numbers.now(&state).await?.sentence(),
        examples: examples(),
    };
    response::page(&page, Freshness::Page)
}

/// How much there is on this site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    issuers: u64,
    badges: u64,
    awards: u64,
}

/// The counts, taken anew once a minute: counting millions of awards is no work for every visit.
#[derive(Default)]
pub(crate) struct Numbers(Mutex<Option<(Timestamp, Counts)>>);

impl Numbers {
    async fn now(&self, state: &State) -> Result<Counts, Problem> {
        let now = state.now();
        let known = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, counts)) = known
            && (SignedDuration::ZERO..A_MINUTE).contains(&now.duration_since(at))
        {
            return Ok(counts);
        }
        let counts = state.read(count).await?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, counts));
        Ok(counts)
    }
}

const A_MINUTE: SignedDuration = SignedDuration::from_secs(60);

fn count(conn: &mut DbConnection) -> Result<Counts, StorageError> {
    let counted = |n: i64| u64::try_from(n).unwrap_or_default();
    Ok(Counts {
        issuers: counted(issuers::count(conn)?),
        badges: counted(badge_classes::count_published(conn)?),
        awards: counted(assertions::count(conn)?),
    })
}

impl Counts {
    /// "3 issuers, 12 badges, 31,806 awards"
    fn sentence(self) -> String {
        format!(
            "{}, {}, {}",
            words::count(self.issuers, "issuer", "issuers"),
            words::count(self.badges, "badge", "badges"),
            words::count(self.awards, "award", "awards")
        )
    }
}

/// The three examples of a verdict on the front page.
pub(crate) fn examples() -> [VerdictView; 3] {
    let example = |tone, sign, word: &str, line: &str| VerdictView {
        tone,
        sign,
        word: word.to_owned(),
        line: line.to_owned(),
        checked: None,
    };
    [
        example(
            Tone::Valid,
            Sign::Seal,
            "Valid",
            "Kestrel Hill School gave this badge to Amara Okafor on 6 November 2026.",
        ),
        example(
            Tone::Expired,
            Sign::Hourglass,
            "Expired",
            "It was true until 31 August 2026.",
        ),
        example(
            Tone::Withdrawn,
            Sign::Octagon,
            "Withdrawn",
            "The school took it back on 12 October 2026 and says why.",
        ),
    ]
}
