//! An invitation as whoever holds its link sees it, and taking it.

use accolade_issuing::addresses::paths;
use accolade_issuing::invitations;
use accolade_issuing::secrets::Secret;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::me::MeView;
use super::once::Outcome;
use super::{Exchange, PREFIX};
use crate::problem::{Kind, Problem};

/// What an invitation offers.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferView {
    /// The slug of the organisation.
    issuer: String,
    /// What the organisation is called.
    name: String,
    /// `owner`, `steward`, `issuer`, `assessor` or `viewer`.
    role: String,
    /// Who invites.
    inviter: Option<String>,
    /// The page where people take it.
    url: String,
}

/// Shows what an invitation offers. Looking at it takes no seat.
#[utoipa::path(
    get, path = "/api/v1/invitations/{secret}", tag = "People",
    params(("secret" = String, Path, description = "The last part of the link")),
    responses((status = 200, description = "The offer", body = OfferView)),
)]
pub async fn show(exchange: Exchange, secret: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, _| {
            let offer = invitations::look(conn, tools, &read(&secret)?)?.ok_or_else(closed)?;
            Ok(OfferView {
                issuer: offer.issuer.slug,
                name: offer.issuer.name,
                role: offer.role.to_string(),
                inviter: offer.inviter,
                url: tools.addresses.url(&paths::invitation(&secret)),
            })
        })
        .await
}

/// Takes an invitation for the account of the token. A stronger role that it holds already stays.
#[utoipa::path(
    post, path = "/api/v1/invitations/{secret}/accept", tag = "People",
    params(("secret" = String, Path, description = "The last part of the link")),
    responses((status = 201, description = "The account, with the role it has now", body = MeView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn accept(
    exchange: Exchange,
    secret: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(b"", move |conn, tools, caller| {
            let issuer = invitations::accept(conn, tools, caller, &read(&secret)?)?;
            let location = format!("{PREFIX}/issuers/{}", issuer.slug);
            Outcome::created(location, &MeView::of(conn, caller)?)
        })
        .await
}

fn read(secret: &str) -> Result<Secret, Problem> {
    secret.parse().map_err(|_| closed())
}

fn closed() -> Problem {
    Problem::new(Kind::InvitationClosed)
}
