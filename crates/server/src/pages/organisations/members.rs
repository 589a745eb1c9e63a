//! The people of an organisation: their roles, where those come from, and who is invited.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::invitations::{self, InvitationError, NewInvitation};
use accolade_issuing::members::{self, Member, MemberError};
use accolade_storage::invitations::Invitation;
use accolade_storage::types::{AccountId, InvitationId, IssuerId, Role};
use accolade_storage::{DbConnection, issuers};
use actix_web::{http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::roles;
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor},
    pages::{
        desk::{DeskHead, DeskTab, issuer_of},
        faults::{Choice, Faults},
        layout::{Layout, Place},
        parts::Link,
        response,
        words::When,
    },
    problem::Problem,
    state::State,
};

/// `/desk/{slug}/members`
#[derive(Template)]
#[template(path = "organisations/members.html")]
pub(crate) struct MembersPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) slug: String,
    pub(crate) members: Vec<MemberRow>,
    pub(crate) invitations: Vec<InvitationRow>,
    /// Whether the reader gives and takes roles.
    pub(crate) may_manage: bool,
    /// Whether letters leave this site.
    pub(crate) has_mail: bool,
    /// The link that was just made; it can be read this once.
    pub(crate) new_link: Option<String>,
    pub(crate) form: InviteForm,
    pub(crate) roles: Vec<Choice>,
    pub(crate) faults: Faults,
}

/// One role of one person.
#[derive(Debug, Clone)]
pub(crate) struct MemberRow {
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: &'static str,
    pub(crate) since: When,
    /// The organisation above that gave the role.
    pub(crate) from: Option<Link>,
    pub(crate) is_reader: bool,
    pub(crate) roles: Vec<Choice>,
}

/// One invitation that is open.
#[derive(Debug, Clone)]
pub(crate) struct InvitationRow {
    pub(crate) id: String,
    pub(crate) whom: String,
    pub(crate) role: &'static str,
    pub(crate) until: When,
}

/// Whom to invite.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct InviteForm {
    /// `mail` or `link`.
    #[serde(default)]
    pub(crate) how: String,
    #[serde(default)]
    pub(crate) email: String,
    #[serde(default)]
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) seats: String,
    #[serde(default)]
    pub(crate) days: String,
}

/// What to do with a member.
#[derive(Debug, Deserialize)]
pub(crate) struct MemberForm {
    /// The new role; `none` takes it away.
    role: String,
}

/// A form that says nothing but where it came from.
#[derive(Debug, Deserialize)]
pub(crate) struct Empty {}

/// `GET /desk/{slug}/members`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<Answer, Problem> {
    visitor.required()?;
    let page = page(&state, &visitor, &slug, blank(), Faults::default(), None).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/{slug}/members`: an invitation.
pub(crate) async fn invite(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    Posted(form): Posted<InviteForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let by_mail = form.how == "mail";
    let new = NewInvitation {
        role: form.role.parse().unwrap_or(Role::Viewer),
        email: by_mail.then(|| form.email.clone()),
        seats: if by_mail {
            1
        } else {
            form.seats.trim().parse().unwrap_or(0)
        },
        days: form.days.trim().parse().unwrap_or(0),
    };
    let name = slug.clone();
    let invited = state
        .change(move |conn, tools| {
            let id = member_of(conn, &caller, &name)?;
            invitations::invite(conn, tools, &caller, id, new)
        })
        .await?;
    match invited {
        Ok((
            Invitation {
                email: Some(email), ..
            },
            None,
        )) => {
            state.errands.wake();
            Ok(back(&slug).flash(format!("A letter is on its way to {email}.")))
        }
        Ok((_, link)) => {
            let page = page(&state, &visitor, &slug, blank(), Faults::default(), link).await?;
            response::page_with(StatusCode::CREATED, &page)
        }
        Err(InvitationError::Invalid(violations)) => {
            let page = page(&state, &visitor, &slug, form, violations.into(), None).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /desk/{slug}/members/{account}`: another role, or none.
pub(crate) async fn change(
    state: web::Data<State>,
    visitor: Visitor,
    path: web::Path<(String, AccountId)>,
    Posted(form): Posted<MemberForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (slug, account) = path.into_inner();
    let name = slug.clone();
    let leaves = caller.account == Some(account) && form.role == "none";
    let changed = state
        .change(move |conn, tools| {
            let issuer = issuers::by_slug(conn, &name)?.ok_or(MemberError::Unknown)?;
            match form.role.parse::<Role>() {
                Ok(role) => members::change_role(conn, tools, &caller, issuer.id, account, role),
                Err(_) => members::remove(conn, tools, &caller, issuer.id, account),
            }
        })
        .await?;
    match changed {
        Ok(()) if leaves => {
            Ok(Answer::see_other("/desk").flash("You have left. Thank you for your work."))
        }
        Ok(()) => Ok(back(&slug).flash("Done.")),
        Err(MemberError::LastOwner) => {
            Ok(back(&slug)
                .caution("An organisation needs an owner. Make somebody else owner first."))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /desk/{slug}/invitations/{id}`: takes an invitation back.
pub(crate) async fn withdraw(
    state: web::Data<State>,
    visitor: Visitor,
    path: web::Path<(String, InvitationId)>,
    Posted(Empty {}): Posted<Empty>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (slug, id) = path.into_inner();
    let name = slug.clone();
    state
        .write(move |conn, tools| {
            let issuer = member_of(conn, &caller, &name)?;
            invitations::withdraw(conn, tools, &caller, issuer, id)
        })
        .await?;
    Ok(back(&slug).flash("The invitation is taken back."))
}

fn back(slug: &str) -> Answer {
    Answer::see_other(format!("/desk/{slug}/members"))
}

fn blank() -> InviteForm {
    InviteForm {
        how: "mail".to_owned(),
        role: "issuer".to_owned(),
        seats: "10".to_owned(),
        days: "14".to_owned(),
        ..InviteForm::default()
    }
}

/// The organisation of this name; hidden from those who have no role there.
fn member_of(
    conn: &mut DbConnection,
    caller: &Caller,
    slug: &str,
) -> Result<IssuerId, InvitationError> {
    let issuer = issuers::by_slug(conn, slug)?;
    authorize(
        conn,
        caller,
        Action::ViewMembers,
        issuer.as_ref().map(|issuer| issuer.id),
    )?;
    issuer
        .map(|issuer| issuer.id)
        .ok_or(InvitationError::Closed)
}

async fn page(
    state: &State,
    visitor: &Visitor,
    slug: &str,
    form: InviteForm,
    faults: Faults,
    new_link: Option<String>,
) -> Result<MembersPage, Problem> {
    let (caller, slug) = (visitor.caller.clone(), slug.to_owned());
    let layout = Layout::of(state, visitor, Place::Desk);
    let (tools, has_mail) = (state.tools.clone(), state.mail.is_on());
    state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            let all = members::list(conn, &caller, issuer.id)?;
            let head = DeskHead::load(conn, &caller, &issuer, DeskTab::People)?;
            let open = invitations::open(conn, &tools, &caller, issuer.id);
            let may_manage = open.is_ok();
            Ok(MembersPage {
                layout,
                head,
                slug,
                members: all.into_iter().map(|member| row(member, &caller)).collect(),
                invitations: open.unwrap_or_default().iter().map(invitation).collect(),
                may_manage,
                has_mail,
                new_link,
                roles: roles(form.role.parse().unwrap_or(Role::Issuer)),
                form,
                faults,
            })
        })
        .await
}

fn row(member: Member, caller: &Caller) -> MemberRow {
    MemberRow {
        account: member.account.to_string(),
        is_reader: caller.account == Some(member.account),
        name: member.name,
        email: member.email,
        role: role_word(member.role),
        since: When::day(member.since.into()),
        from: member.from.map(|issuer| Link {
            href: format!("/desk/{}/members", issuer.slug),
            words: issuer.name,
        }),
        roles: roles(member.role),
    }
}

fn invitation(invitation: &Invitation) -> InvitationRow {
    let left = invitation.seats - invitation.taken;
    InvitationRow {
        id: invitation.id.to_string(),
        whom: invitation
            .email
            .clone()
            .unwrap_or_else(|| format!("A link for {left} more")),
        role: role_word(invitation.role),
        until: When::day(invitation.expires_at.into()),
    }
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Steward => "Steward",
        Role::Issuer => "Issuer",
        Role::Assessor => "Assessor",
        Role::Viewer => "Viewer",
    }
}
