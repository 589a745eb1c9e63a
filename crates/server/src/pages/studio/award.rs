//! A sketch becomes a badge of an issuer, and its list of people a batch to look through.

use accolade_issuing::access::Caller;
use accolade_issuing::addresses::paths;
use accolade_issuing::badge_classes::{self, BadgeClassError};
use accolade_issuing::batches::{self, NewBatch, Source};
use accolade_issuing::entry;
use accolade_issuing::house::Founding;
use accolade_issuing::sketches::{self, SketchContent};
use accolade_storage::sketches::Sketch;
use accolade_storage::types::{BadgeClassId, BatchId, IssuerId, SketchId};
use accolade_storage::{
    DbConnection, StorageError, badge_classes as classes, batches as stored_batches,
};
use actix_web::{http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::super::{
    layout::{Layout, Place},
    parts::Picture,
    response,
};
use super::giver::{Asked, giver, offered};
use super::recipients::{Heads, picture_of};
use super::{keeper, view::Choice};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor},
    problem::Problem,
    state::State,
};

/// `/studio/award`
#[derive(Template)]
#[template(path = "studio/award.html")]
pub(crate) struct AwardPage {
    pub(crate) layout: Layout,
    /// The id of the sketch, so that no other can be meant.
    pub(crate) sketch: String,
    pub(crate) name: String,
    pub(crate) picture: Picture,
    pub(crate) people: u64,
    /// "28 people: 25 with an address, 3 by name alone"
    pub(crate) heads: String,
    pub(crate) issuers: Vec<Choice>,
    pub(crate) may_found: bool,
    pub(crate) chose_new: bool,
    pub(crate) organisation: String,
    pub(crate) organisation_fault: Option<String>,
    pub(crate) website: String,
    pub(crate) website_fault: Option<String>,
    /// Where people can write to the organisation: asked of those only who came without an address.
    pub(crate) contact: Option<String>,
    pub(crate) contact_fault: Option<String>,
    /// What is wrong with the badge itself.
    pub(crate) other_faults: Vec<String>,
    /// The address of the person, for whoever is to invite them.
    pub(crate) email: String,
    /// Whether they have asked to be let in.
    pub(crate) has_asked: bool,
}

/// The form that says who gives the badge.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct AwardForm {
    #[serde(default)]
    sketch: String,
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    website: String,
    #[serde(default)]
    contact: String,
}

/// What came of it.
enum Done {
    /// A batch waits to be looked through.
    Batch(BatchId),
    /// The badge is published, and nobody gets it yet.
    Published(BadgeClassId),
    /// The badge is drafted; somebody else publishes here.
    Drafted(BadgeClassId),
    /// The badge is drafted, and others have to say yes first.
    Unapproved(BadgeClassId),
    /// The button was pressed before: this is what became of the sketch then, and nobody has published it yet.
    Waiting(BadgeClassId),
}

/// `GET /studio/award`: for those who signed in; others do so on the way.
pub(crate) async fn show(state: web::Data<State>, visitor: Visitor) -> Result<Answer, Problem> {
    visitor.required()?;
    page(&state, &visitor, &AwardForm::default(), None).await
}

/// `POST /studio/award`
pub(crate) async fn make(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<AwardForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let keeper = keeper(&visitor);
    let email = match email_of(&visitor) {
        // Whoever came through a provider may have proved no address.
        none if none.is_empty() => form.contact.clone(),
        proved => proved,
    };
    let order = form.clone();
    let made = state
        .write(move |conn, tools| -> Result<_, Problem> {
            if let (Some(session), Some(account)) = (keeper.session, keeper.account) {
                sketches::adopt(conn, session, account)?;
            }
            let named = match order.sketch.parse::<SketchId>() {
                Ok(id) => sketches::locked(conn, caller.account, id)?,
                Err(_) => None,
            };
            let Some((sketch, content)) = named else {
                return Ok(None);
            };
            if let Some(badge) = sketch.badge_class_id {
                return Ok(Some(became(conn, &caller, badge)?));
            }
            let asked = Asked {
                issuer: &order.issuer,
                organisation: &order.organisation,
                website: &order.website,
            };
            let issuer = giver(conn, tools, &caller, &asked, email)?;
            let badge = sketches::to_badge_class(conn, tools, &caller, sketch.id, issuer)?;
            match badge_classes::publish(conn, tools, &caller, badge.id) {
                Ok(_) => {}
                Err(BadgeClassError::Access(_)) => return Ok(Some(Done::Drafted(badge.id))),
                Err(BadgeClassError::ReviewNeeded(_)) => {
                    return Ok(Some(Done::Unapproved(badge.id)));
                }
                Err(other) => return Err(other.into()),
            }
            if Heads::of(&content.recipients).all() == 0 {
                return Ok(Some(Done::Published(badge.id)));
            }
            let new = NewBatch {
                badge_class: badge.id,
                title: "Pasted while drawing".to_owned(),
                source: Source::Text(content.recipients),
            };
            let batch = batches::create(conn, tools, &caller, new)?;
            Ok(Some(Done::Batch(batch.id)))
        })
        .await;
    let done = match made {
        Ok(done) => done,
        Err(problem) if !problem.errors.is_empty() => {
            return page(&state, &visitor, &form, Some(&problem)).await;
        }
        Err(problem) => return Err(problem),
    };
    Ok(match done {
        None => Answer::see_other(paths::STUDIO_AWARD),
        Some(Done::Batch(batch)) => Answer::see_other(format!("/desk/batches/{batch}"))
            .flash("Your badge is published. Look through the list, then award it."),
        Some(Done::Published(badge)) => {
            Answer::see_other(format!("/desk/badges/{badge}")).flash("Your badge is published.")
        }
        Some(Done::Drafted(badge)) => Answer::see_other(format!("/desk/badges/{badge}/edit"))
            .caution(
                "Your badge is drafted. A steward of the organisation publishes it; then it can be awarded. Your list of \
                 people is kept until then.",
            ),
        Some(Done::Unapproved(badge)) => Answer::see_other(format!("/desk/badges/{badge}/review"))
            .caution(
                "Your badge is drafted. Here others have to approve a badge before it is published: ask them now. Your \
                 list of people is kept until then.",
            ),
        Some(Done::Waiting(badge)) => Answer::see_other(format!("/desk/badges/{badge}"))
            .caution("Your badge is drafted. Your list of people is kept until it is published."),
    })
}

/// Where the first press of the button led.
fn became(
    conn: &mut DbConnection,
    caller: &Caller,
    badge: BadgeClassId,
) -> Result<Done, StorageError> {
    let batch = match caller.account {
        Some(account) => stored_batches::newest_of(conn, badge, account)?,
        None => None,
    };
    if let Some(batch) = batch {
        return Ok(Done::Batch(batch.id));
    }
    let class = classes::find(conn, badge)?;
    let published = class.is_some_and(|class| class.current_version.is_some());
    Ok(match published {
        true => Done::Published(badge),
        false => Done::Waiting(badge),
    })
}

fn email_of(visitor: &Visitor) -> String {
    visitor
        .account
        .as_ref()
        .map(|account| account.email.clone())
        .unwrap_or_default()
}

async fn page(
    state: &State,
    visitor: &Visitor,
    form: &AwardForm,
    problem: Option<&Problem>,
) -> Result<Answer, Problem> {
    let (keeper, id) = (keeper(visitor), form.sketch.parse::<SketchId>().ok());
    let open = state
        .read(
            move |conn| -> Result<Option<(Sketch, SketchContent)>, StorageError> {
                let named = match id {
                    Some(id) => sketches::of_account(conn, keeper.account, id)?,
                    None => None,
                };
                match named.filter(|(sketch, _)| sketch.badge_class_id.is_none()) {
                    Some(found) => Ok(Some(found)),
                    None => sketches::open(conn, keeper),
                }
            },
        )
        .await?;
    let Some((sketch, content)) = open else {
        return Ok(Answer::see_other(paths::STUDIO).caution(
            "Nothing is drawn here yet. What you drew elsewhere is in the browser where you drew it: sign in there too.",
        ));
    };
    let account = visitor.account.as_ref().map(|account| account.id);
    let (givers, has_asked) = state
        .read(move |conn| -> Result<_, StorageError> {
            match account {
                Some(account) => Ok((offered(conn, account)?, entry::is_asking(conn, account)?)),
                None => Ok((Vec::new(), false)),
            }
        })
        .await?;
    let heads = Heads::of(&content.recipients);
    let chosen = |id: &IssuerId| form.issuer == id.to_string();
    let any_chosen = givers.iter().any(|(id, _)| chosen(id));
    let chose_new = form.issuer == "new";
    let issuers = givers
        .iter()
        .enumerate()
        .map(|(index, (id, name))| Choice {
            word: id.to_string(),
            label: name.clone(),
            checked: chosen(id) || (index == 0 && !any_chosen && !chose_new),
        })
        .collect();
    let email = email_of(visitor);
    let mut page = AwardPage {
        layout: Layout::of(state, visitor, Place::Elsewhere),
        sketch: sketch.id.to_string(),
        picture: picture_of(&content),
        name: content.name,
        people: heads.all(),
        heads: heads.sentence(),
        issuers,
        may_found: visitor.caller.operator || state.tools.rules.founding == Founding::Anyone,
        chose_new,
        organisation: form.organisation.clone(),
        organisation_fault: None,
        website: form.website.clone(),
        website_fault: None,
        contact: email.is_empty().then(|| form.contact.clone()),
        contact_fault: None,
        other_faults: Vec::new(),
        email,
        has_asked,
    };
    let Some(problem) = problem else {
        return response::page(&page, Freshness::Never);
    };
    for fault in &problem.errors {
        let place = match fault.pointer.as_str() {
            "/new/name" | "/new/slug" => &mut page.organisation_fault,
            "/new/url" => &mut page.website_fault,
            "/new/email" if page.contact.is_some() => &mut page.contact_fault,
            _ => {
                page.other_faults.push(fault.message.clone());
                continue;
            }
        };
        *place = Some(fault.message.clone());
    }
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
