//! A sketch becomes a badge of an issuer, and its list of people a batch to look through.

use accolade_issuing::Tools;
use accolade_issuing::access::{Caller, includes};
use accolade_issuing::addresses::paths;
use accolade_issuing::badge_classes::{self, BadgeClassError};
use accolade_issuing::batches::{self, NewBatch, Source};
use accolade_issuing::house::Founding;
use accolade_issuing::issuers::{self, CreateIssuerError, NewIssuer};
use accolade_issuing::sketches;
use accolade_issuing::violations::Violations;
use accolade_storage::types::{BadgeClassId, BatchId, IssuerId, IssuerKind, Role};
use accolade_storage::{DbConnection, StorageError, issuers as stored, memberships};
use actix_web::{http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::super::{
    layout::{Layout, Place},
    parts::Picture,
    response,
};
use super::recipients::{Heads, open, picture_of};
use super::{keeper, view::Choice};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor},
    problem::Problem,
    state::State,
};

/// How many organisations are offered.
const OFFERED: usize = 100;
/// How many addresses are tried for a new organisation.
const TRIED: u32 = 50;

/// `/studio/award`
#[derive(Template)]
#[template(path = "studio/award.html")]
pub(crate) struct AwardPage {
    pub(crate) layout: Layout,
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
    /// What is wrong with the badge itself.
    pub(crate) other_faults: Vec<String>,
    /// The address of the person, for whoever is to invite them.
    pub(crate) email: String,
}

/// The form that says who gives the badge.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct AwardForm {
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    website: String,
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
    let email = email_of(&visitor);
    let order = form.clone();
    let made = state
        .write(move |conn, tools| -> Result<_, Problem> {
            if let (Some(session), Some(account)) = (keeper.session, keeper.account) {
                sketches::adopt(conn, session, account)?;
            }
            let Some((sketch, content)) = sketches::open(conn, keeper)? else {
                return Ok(None);
            };
            let issuer = giver(conn, tools, &caller, &order, email)?;
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
        None => Answer::see_other(paths::STUDIO),
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
    })
}

/// The organisation that gives the badge: one of those offered, or one that is founded now.
fn giver(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    order: &AwardForm,
    email: String,
) -> Result<IssuerId, Problem> {
    if order.issuer != "new" {
        return order
            .issuer
            .parse()
            .map_err(|_| Problem::field("/issuer", "required", "Choose who gives the badge."));
    }
    let name = order.organisation.trim();
    let url = match order.website.trim() {
        "" => tools.addresses.base().to_string(),
        site if site.contains("://") => site.to_owned(),
        site => format!("https://{site}"),
    };
    let new = NewIssuer {
        slug: free_slug(conn, name)?,
        kind: IssuerKind::School,
        name: name.to_owned(),
        url,
        email,
        ..NewIssuer::default()
    };
    match issuers::create(conn, tools, caller, new) {
        Ok(issuer) => Ok(issuer.id),
        Err(CreateIssuerError::Invalid(found)) => {
            let mut nested = Violations::default();
            nested.nest("/new", found);
            Err(nested.into())
        }
        Err(other) => Err(other.into()),
    }
}

/// An address that nobody has, made from a name.
fn free_slug(conn: &mut DbConnection, name: &str) -> Result<String, StorageError> {
    let stem = slug_of(name);
    let mut slug = stem.clone();
    for number in 2..TRIED {
        if stored::by_slug(conn, &slug)?.is_none() {
            break;
        }
        slug = format!("{stem}-{number}");
    }
    Ok(slug)
}

/// Letters and digits of a name, joined by hyphens.
fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars() {
        let plain = match letter {
            'a'..='z' | '0'..='9' => letter.to_string(),
            'ä' | 'æ' => "ae".to_owned(),
            'ö' | 'ø' | 'œ' => "oe".to_owned(),
            'ü' => "ue".to_owned(),
            'ß' => "ss".to_owned(),
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' => "a".to_owned(),
            'ç' | 'ć' | 'č' => "c".to_owned(),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' => "e".to_owned(),
            'ì' | 'í' | 'î' | 'ï' => "i".to_owned(),
            'ñ' | 'ń' => "n".to_owned(),
            'ò' | 'ó' | 'ô' | 'õ' => "o".to_owned(),
            'ù' | 'ú' | 'û' => "u".to_owned(),
            'ł' => "l".to_owned(),
            'ś' | 'š' => "s".to_owned(),
            'ź' | 'ż' | 'ž' => "z".to_owned(),
            '\'' | '’' => String::new(),
            _ => "-".to_owned(),
        };
        if plain != "-" || !(slug.is_empty() || slug.ends_with('-')) {
            slug.push_str(&plain);
        }
    }
    let slug: String = slug.chars().take(48).collect();
    match slug.trim_matches('-') {
        "" => "school".to_owned(),
        slug => slug.to_owned(),
    }
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
    let Some(content) = open(state, keeper(visitor)).await? else {
        return Ok(Answer::see_other("/desk"));
    };
    let account = visitor.account.as_ref().map(|account| account.id);
    let givers = state
        .read(move |conn| -> Result<_, StorageError> {
            match account {
                Some(account) => offered(conn, account),
                None => Ok(Vec::new()),
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
    let mut page = AwardPage {
        layout: Layout::of(state, visitor, Place::Elsewhere),
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
        other_faults: Vec::new(),
        email: email_of(visitor),
    };
    let Some(problem) = problem else {
        return response::page(&page, Freshness::Never);
    };
    for fault in &problem.errors {
        let place = match fault.pointer.as_str() {
            "/new/name" | "/new/slug" => &mut page.organisation_fault,
            "/new/url" => &mut page.website_fault,
            _ => {
                page.other_faults.push(fault.message.clone());
                continue;
            }
        };
        *place = Some(fault.message.clone());
    }
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The organisations in which an account may draft and award, those below its own included.
fn offered(
    conn: &mut DbConnection,
    account: accolade_storage::types::AccountId,
) -> Result<Vec<(IssuerId, String)>, StorageError> {
    let mut waiting: Vec<IssuerId> = memberships::of_account(conn, account)?
        .into_iter()
        .filter(|membership| includes(membership.role, Role::Issuer))
        .map(|membership| membership.issuer_id)
        .collect();
    let mut found: Vec<(IssuerId, String)> = Vec::new();
    while let Some(id) = waiting.pop() {
        if found.len() == OFFERED || found.iter().any(|(known, _)| *known == id) {
            continue;
        }
        let Some(issuer) = stored::find(conn, id)? else {
            continue;
        };
        found.push((id, issuer.name));
        waiting.extend(
            stored::children(conn, id)?
                .into_iter()
                .map(|child| child.id),
        );
    }
    found.sort_by_key(|(_, name)| name.to_lowercase());
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_part_of_an_address() {
        assert_eq!(slug_of("Kestrel Hill School"), "kestrel-hill-school");
        assert_eq!(slug_of("  École d’Été (Nº 4) "), "ecole-dete-n-4");
        assert_eq!(slug_of("Grüne Straße"), "gruene-strasse");
        assert_eq!(slug_of("学校"), "school");
    }
}
