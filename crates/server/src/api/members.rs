//! Who works for an organisation, who is invited, where it hangs and whether it still gives badges.

use accolade_issuing::access::Action;
use accolade_issuing::invitations::{self, NewInvitation};
use accolade_issuing::issuers as places;
use accolade_issuing::members::{self, Member};
use accolade_storage::Page;
use accolade_storage::invitations::Invitation;
use accolade_storage::types::{AccountId, InvitationId, IssuerId, Role};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::issuers::{IssuerView, allowed};
use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, moment, schemas};
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::state::State;

/// One role of one person, here or above.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// Who.
    account: Uuid,
    /// What they are called.
    name: String,
    /// An address of theirs; empty if there is none.
    email: String,
    /// `owner`, `steward`, `issuer`, `assessor` or `viewer`.
    role: String,
    /// Since when.
    since: String,
    /// The slug of the issuer above that gave the role; null if this one did.
    from: Option<String>,
}

impl From<Member> for MemberView {
    fn from(member: Member) -> Self {
        Self {
            account: member.account.into(),
            name: member.name,
            email: member.email,
            role: member.role.to_string(),
            since: moment(member.since),
            from: member.from.map(|issuer| issuer.slug),
        }
    }
}

/// An invitation that is open.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    /// Its id.
    id: Uuid,
    /// To which role.
    role: String,
    /// Whom it is for; null for a link that is handed on.
    email: Option<String>,
    /// How many people it is for.
    seats: i32,
    /// How many have taken it.
    taken: i32,
    /// When it was written.
    created_at: String,
    /// When it ends.
    expires_at: String,
}

impl From<Invitation> for InvitationView {
    fn from(invitation: Invitation) -> Self {
        Self {
            id: invitation.id.into(),
            role: invitation.role.to_string(),
            email: invitation.email,
            seats: invitation.seats,
            taken: invitation.taken,
            created_at: moment(invitation.created_at),
            expires_at: moment(invitation.expires_at),
        }
    }
}

/// A new invitation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewInvitationView {
    /// The invitation.
    #[serde(flatten)]
    invitation: InvitationView,
    /// The page on which it is accepted, which nobody can read again; null if a letter carries it, for that letter
    /// shows whose address it is.
    link: Option<String>,
}

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRequest {
    /// Which.
    pub role: Role,
}

/// Whom to invite.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationRequest {
    /// To which role.
    pub role: Role,
    /// Whom it is for; absent for a link that is handed on.
    #[serde(default)]
    pub email: Option<String>,
    /// How many people a link is for.
    #[serde(default = "one")]
    pub seats: u32,
    /// After how many days it ends.
    #[serde(default = "two_weeks")]
    pub days: u32,
}

/// Where to hang an issuer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveRequest {
    /// The issuer above; null for none.
    pub parent: Option<IssuerId>,
}

fn one() -> u32 {
    1
}

fn two_weeks() -> u32 {
    14
}

/// Lists who holds a role here, first those of this issuer, then those from above.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/members", tag = "People",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "All of them", body = Listing<MemberView>)),
    security(("token" = ["issuers:read"])),
)]
pub async fn list(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            let issuer = allowed(conn, caller, Action::ViewMembers, &issuer)?;
            Ok(whole(members::list(conn, caller, issuer.id)?).map(MemberView::from))
        })
        .await
}

/// Gives a member another role. Somebody new is invited.
#[utoipa::path(
    put, path = "/api/v1/issuers/{issuer}/members/{account}", tag = "People",
    params(
        ("issuer" = String, Path, description = "Its slug or its id"),
        ("account" = Uuid, Path, description = "The account of the member"),
    ),
    request_body = schemas::RoleRequest,
    responses((status = 200, description = "All members as they are now", body = [MemberView])),
    security(("token" = ["issuers:write"])),
)]
pub async fn change(
    exchange: Exchange,
    path: web::Path<(String, AccountId)>,
    wanted: JsonBody<RoleRequest>,
) -> Result<HttpResponse, Problem> {
    let (wanted, bytes) = wanted.parts();
    let (issuer, account) = path.into_inner();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = allowed(conn, caller, Action::ManageMembers, &issuer)?;
            members::change_role(conn, tools, caller, issuer.id, account, wanted.role)?;
            let all = members::list(conn, caller, issuer.id)?;
            let views: Vec<MemberView> = all.into_iter().map(MemberView::from).collect();
            Outcome::changed(&views)
        })
        .await
}

/// Takes a member's role away. Everybody may take away their own.
#[utoipa::path(
    delete, path = "/api/v1/issuers/{issuer}/members/{account}", tag = "People",
    params(
        ("issuer" = String, Path, description = "Its slug or its id"),
        ("account" = Uuid, Path, description = "The account of the member"),
    ),
    responses((status = 204, description = "The role is gone")),
    security(("token" = ["issuers:write"])),
)]
pub async fn remove(
    caller: Authenticated,
    path: web::Path<(String, AccountId)>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let (issuer, account) = path.into_inner();
    state
        .write(move |conn, tools| -> Result<_, Problem> {
            let caller = caller.0;
            let action = if caller.account == Some(account) {
                Action::LeaveIssuer
            } else {
                Action::ManageMembers
            };
            let issuer = allowed(conn, &caller, action, &issuer)?;
            Ok(members::remove(conn, tools, &caller, issuer.id, account)?)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the invitations that can still be taken, newest first.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/invitations", tag = "People",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "All of them", body = Listing<InvitationView>)),
    security(("token" = ["issuers:write"])),
)]
pub async fn invitations(
    exchange: Exchange,
    issuer: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            let issuer = allowed(conn, caller, Action::ManageMembers, &issuer)?;
            let open = invitations::open(conn, tools, caller, issuer.id)?;
            Ok(whole(open).map(InvitationView::from))
        })
        .await
}

/// Invites one person by mail, or several by a link.
///
/// An `Idempotency-Key` is not taken here: to repeat the answer, the link would have to be kept.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/invitations", tag = "People",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::InvitationRequest,
    responses((status = 201, description = "The invitation, and its link unless a letter carries it", body = NewInvitationView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn invite(
    caller: Authenticated,
    issuer: web::Path<String>,
    wanted: JsonBody<InvitationRequest>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let wanted = wanted.value;
    let new = NewInvitation {
        role: wanted.role,
        email: wanted.email,
        seats: wanted.seats,
        days: wanted.days,
    };
    let slug = issuer.into_inner();
    let (invitation, link) = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let issuer = allowed(conn, &caller.0, Action::ManageMembers, &slug)?;
            Ok(invitations::invite(conn, tools, &caller.0, issuer.id, new)?)
        })
        .await?;
    state.errands.wake();
    let location = format!("{PREFIX}/issuers/{}/invitations", invitation.issuer_id);
    Ok(HttpResponse::Created()
        .insert_header(("location", location))
        .insert_header(("cache-control", "no-store"))
        .json(NewInvitationView {
            invitation: invitation.into(),
            link,
        }))
}

/// Takes an invitation back.
#[utoipa::path(
    delete, path = "/api/v1/issuers/{issuer}/invitations/{id}", tag = "People",
    params(
        ("issuer" = String, Path, description = "Its slug or its id"),
        ("id" = Uuid, Path, description = "The id of the invitation"),
    ),
    responses((status = 204, description = "Nobody can take it any more")),
    security(("token" = ["issuers:write"])),
)]
pub async fn withdraw(
    caller: Authenticated,
    path: web::Path<(String, InvitationId)>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let (issuer, id) = path.into_inner();
    state
        .write(move |conn, tools| -> Result<_, Problem> {
            let issuer = allowed(conn, &caller.0, Action::ManageMembers, &issuer)?;
            Ok(invitations::withdraw(
                conn, tools, &caller.0, issuer.id, id,
            )?)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Hangs an issuer below another, or by itself. Its address, keys and badges stay what they are.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/move", tag = "Issuers",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::MoveRequest,
    responses((status = 200, description = "The issuer as it is now", body = IssuerView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn move_below(
    exchange: Exchange,
    issuer: web::Path<String>,
    wanted: JsonBody<MoveRequest>,
) -> Result<HttpResponse, Problem> {
    let (wanted, bytes) = wanted.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = allowed(conn, caller, Action::MoveIssuer, &issuer)?;
            let moved = places::move_below(conn, tools, caller, issuer.id, wanted.parent)?;
            Outcome::changed(&IssuerView::of(tools, moved))
        })
        .await
}

/// Archives an issuer: it and those below give no new badges. What was given stays.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/archive", tag = "Issuers",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "The issuer as it is now", body = IssuerView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn archive(
    exchange: Exchange,
    issuer: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(b"", move |conn, tools, caller| {
            let issuer = allowed(conn, caller, Action::ArchiveIssuer, &issuer)?;
            let archived = places::archive(conn, tools, caller, issuer.id)?;
            Outcome::changed(&IssuerView::of(tools, archived))
        })
        .await
}

/// Takes an archived issuer up again.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/unarchive", tag = "Issuers",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "The issuer as it is now", body = IssuerView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn unarchive(
    exchange: Exchange,
    issuer: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(b"", move |conn, tools, caller| {
            let issuer = allowed(conn, caller, Action::ArchiveIssuer, &issuer)?;
            let taken_up = places::unarchive(conn, tools, caller, issuer.id)?;
            Outcome::changed(&IssuerView::of(tools, taken_up))
        })
        .await
}

/// A list that is never long enough to be cut.
fn whole<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None }
}
