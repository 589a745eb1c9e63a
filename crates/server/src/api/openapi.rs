//! The OpenAPI document: the operations as their handlers describe them, and what all have in common.

use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, PathItem, Ref, RefOr, Required};

use super::schemas;
use crate::problem::{Kind, MEDIA_TYPE};

const ABOUT: &str = "Award Open Badges from your own system, and verify anybody's.

Reading what is public and verifying need no token. Everything else needs `Authorization: Bearer …` with a token \
that has the scope named at the operation, of an account with the role that it takes.

Send `Idempotency-Key` with a change, and repeating the request repeats the answer instead of the change. \
Lists come newest first; give `next` of one page as `after` of the following. \
Errors are `application/problem+json`; wrong fields are told one by one in `errors`.";

#[derive(OpenApi)]
#[openapi(
    info(title = "Accolade", description = ABOUT, license(name = "MIT OR Apache-2.0")),
    tags(
        (name = "Verification", description = "Is it true? For badges of any issuer and version."),
        (name = "Issuers", description = "Organisations that award."),
        (name = "People", description = "Who works for an issuer, and who is invited."),
        (name = "Keys", description = "What they sign with."),
        (name = "Badge classes", description = "What can be earned: drafted, edited, published in versions, archived."),
        (name = "Reviews", description = "Drafts sent to others for their word, before they are published."),
        (name = "Endorsements", description = "One organisation's signed word on the badge of another."),
        (name = "Library", description = "Badge classes under open licences, to use and to change."),
        (name = "Frameworks", description = "Frameworks of skills, to pick alignments from."),
        (name = "Awards", description = "That one person earned it."),
        (name = "Batches", description = "Many awards at once: handed in, looked through, started, undone; class lists."),
        (name = "Drawings", description = "Badges drawn from a recipe."),
        (name = "Applications", description = "Somebody asks for a badge and shows what they did; others look, somebody decides."),
        (name = "Claiming", description = "Links, codes and cards by which people take a badge without an account; reminders."),
        (name = "Webhooks", description = "Addresses that are told what happens, in signed messages (Standard Webhooks)."),
        (name = "Files", description = "Pictures and evidence."),
        (name = "Account", description = "One's own account: its name, how one signs in, where one is signed in."),
        (name = "Tokens", description = "What opens this API."),
        (name = "Audit", description = "Who did what, and when."),
        (name = "Outside door", description = "W3C's VC-API for conformance tests: any credential, signed by a test issuer. Closed unless the operator opens it."),
        (name = "Problems", description = "What errors mean."),
    ),
    paths(
        super::verify::verify, super::verify::batch::verify_batch,
        super::issuers::list, super::issuers::create, super::issuers::show, super::issuers::edit,
        super::keys::list, super::keys::rotate,
        super::badge_classes::list_published, super::badge_classes::list_of_issuer,
        super::badge_classes::draft, super::badge_classes::show, super::badge_classes::versions,
        super::badge_classes::replace, super::badge_classes::patch,
        super::badge_classes::publish, super::badge_classes::archive,
        super::claim_links::list_of_issuer, super::claim_links::list_of_badge_class,
        super::claim_links::create, super::claim_links::show, super::claim_links::replace,
        super::claim_links::set_state, super::claim_links::cards, super::claim_links::add_cards,
        super::claim_links::withdraw_card, super::claim_links::claims_of, super::claim_links::decide,
        super::claim_links::approve_all,
        super::reminders::show, super::reminders::set, super::reminders::resend,
        super::webhooks::list, super::webhooks::create, super::webhooks::show, super::webhooks::edit,
        super::webhooks::remove, super::webhooks::rotate_secret, super::webhooks::ping,
        super::webhooks::deliveries, super::webhooks::replay,
        super::library::duplicate, super::library::unarchive, super::library::changes_between,
        super::library::search, super::library::remix, super::library::remixes,
        super::draft_reviews::list, super::draft_reviews::ask, super::draft_reviews::withdraw, super::draft_reviews::renew,
        super::draft_reviews::open, super::draft_reviews::answer,
        super::review_policies::show, super::review_policies::decide,
        super::endorsements::list, super::endorsements::endorse, super::endorsements::withdraw,
        super::frameworks::list, super::frameworks::take_in, super::frameworks::items,
        super::frameworks::remove,
        super::assertions::award, super::assertions::list_of_badge_class,
        super::assertions::list_of_issuer, super::assertions::export_csv, super::assertions::export_json,
        super::assertions::change, super::assertions::show,
        super::assertions::correct, super::assertions::history, super::assertions::reissue,
        super::assertions::revoke, super::assertions::suspend, super::assertions::reinstate,
        super::batches::create, super::batches::list, super::batches::show, super::batches::discard,
        super::batches::rows, super::batches::mend, super::batches::set_columns,
        super::batches::start, super::batches::pause, super::batches::resume,
        super::batches::cancel, super::batches::undo, super::batches::go_on, super::batches::left,
        super::rosters::save, super::rosters::list, super::rosters::show, super::rosters::forget,
        super::uploads::image, super::uploads::file, super::uploads::stored,
        super::drawings::draw, super::drawings::parts,
        super::members::list, super::members::change, super::members::remove,
        super::members::invitations, super::members::invite, super::members::withdraw,
        super::members::move_below, super::members::archive, super::members::unarchive,
        super::invitations::show, super::invitations::accept,
        super::sessions::list, super::sessions::end, super::own_account::end_sessions,
        super::own_account::rename, super::own_account::identities, super::own_account::remove_identity,
        super::own_account::list_passkeys, super::own_account::remove_passkey,
        super::saved_comments::list, super::saved_comments::keep, super::saved_comments::forget,
        super::claim_codes::show, super::claim_codes::claim,
        super::tokens::list, super::tokens::create, super::tokens::withdraw, super::me::show,
        super::overview::show, super::overview::capacity,
        super::audit_events::list_of_issuer, super::audit_events::list,
        super::applications::mine::begin,
        super::applications::mine::show_mine,
        super::applications::mine::edit,
        super::applications::mine::upload,
        super::applications::mine::add_evidence,
        super::applications::mine::change_evidence,
        super::applications::mine::remove_evidence,
        super::applications::mine::submit,
        super::applications::mine::withdraw,
        super::applications::mine::again,
        super::applications::mine::then_and_now,
        super::applications::mine::look_at_own,
        super::applications::mine::ask_peer,
        super::applications::mine::show_by_link,
        super::applications::mine::by_link,
        super::applications::desk::list,
        super::applications::desk::queue,
        super::applications::desk::show,
        super::applications::desk::look,
        super::applications::desk::decide,
        super::applications::desk::quiz_score,
        super::applications::desk::assign,
        super::applications::desk::ask_outside,
        super::problems::list, super::problems::show,
        crate::vc_api::handlers::identifiers,
        crate::vc_api::handlers::issue_credential, crate::vc_api::handlers::verify_credential,
        crate::vc_api::handlers::set_status, crate::vc_api::handlers::verify_presentation,
        crate::vc_api::handlers::prove_presentation, crate::vc_api::handlers::status_list,
    ),
)]
struct Operations;

/// Everything that machines need to know of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = Operations::openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    let components = document.components.get_or_insert_with(Default::default);
    for (name, shape) in schemas::all() {
        components.schemas.insert(name.to_owned(), shape);
    }
    components.schemas.insert("Problem".to_owned(), problem());
    let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.add_security_scheme("token", scheme);
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            complete(path, method, operation);
        }
    }
    document
}

/// The operations at one path, by method.
pub(super) fn operations(
    item: &mut PathItem,
) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("PUT", &mut item.put),
        ("POST", &mut item.post),
        ("DELETE", &mut item.delete),
        ("PATCH", &mut item.patch),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Operations whose answer holds a secret, or that answer nothing, take no key that would repeat the answer.
fn keeps_secrets(path: &str, method: &str) -> bool {
    let secret = ["/tokens", "/invitations", "/sessions"];
    let holds_one = secret.iter().any(|part| path.contains(part)) && !path.ends_with("/accept");
    holds_one || method == "DELETE"
}

/// Adds what follows from the kind of operation: the key that makes it repeatable, and how it can fail.
fn complete(path: &str, method: &str, operation: &mut Operation) {
    let needs_token = operation.security.is_some();
    let changes = needs_token && method != "GET";
    let uploads = matches!(path, "/api/v1/images" | "/api/v1/files");
    if changes && !uploads && !keeps_secrets(path, method) {
        operation
            .parameters
            .get_or_insert_default()
            .push(RefOr::T(idempotency_key()));
    }
    let mut kinds = Vec::new();
    if needs_token {
        kinds.extend([Kind::Unauthenticated, Kind::Forbidden]);
    }
    if path.contains('{') {
        kinds.push(Kind::NotFound);
    }
    if operation.parameters.iter().flatten().any(is_limit) {
        kinds.push(Kind::BadQuery);
    }
    if operation.request_body.is_some() {
        kinds.extend([Kind::Unreadable, Kind::TooLarge, Kind::UnsupportedMediaType]);
        kinds.push(if uploads {
            Kind::ImageRefused
        } else {
            Kind::Invalid
        });
    }
    if changes && !uploads {
        kinds.push(Kind::Conflict);
    }
    if changes || path.starts_with("/api/v1/verify") || path.starts_with("/vc/") {
        kinds.push(Kind::TooManyRequests);
    }
    for kind in kinds {
        let status = kind.status().as_str().to_owned();
        operation
            .responses
            .responses
            .insert(status, RefOr::T(failure(kind)));
    }
}

fn is_limit(parameter: &RefOr<Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.name == "limit")
}

fn idempotency_key() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(accolade_issuing::limits::IDEMPOTENCY_KEY.value));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same key with the same request repeats the first answer; with another request it is a 409"))
        .schema(Some(text))
        .build()
}

fn failure(kind: Kind) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    ResponseBuilder::new()
        .description(kind.title())
        .content(MEDIA_TYPE, content)
        .build()
}

fn problem() -> RefOr<utoipa::openapi::Schema> {
    let text = |about: &str| {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(about))
    };
    let error = ObjectBuilder::new()
        .schema_type(Type::Object)
        .property(
            "pointer",
            text(
                "JSON pointer into the request body, or `/` and the name of a parameter or header",
            ),
        )
        .property("code", text("A stable word, such as `too_long`"))
        .property("message", text("A sentence for people"));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("What went wrong (RFC 9457)"))
        .property(
            "type",
            text("The address that explains this type of problem"),
        )
        .required("type")
        .property("title", text("The same for each occurrence"))
        .required("title")
        .property("status", ObjectBuilder::new().schema_type(Type::Integer))
        .required("status")
        .property("detail", text("What happened this time"))
        .property("errors", utoipa::openapi::ArrayBuilder::new().items(error))
        .property("requestId", text("Give this when you ask for help"))
        .into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::routes;

    #[test]
    fn every_route_of_the_api_is_described_and_nothing_else_is() {
        let served: BTreeSet<(String, String)> = routes::table()
            .into_iter()
            .filter(|route| route.pattern.starts_with("/api/") || route.pattern.starts_with("/vc"))
            .filter(|route| !["/api/openapi.json", "/api/docs"].contains(&route.pattern))
            .map(|route| (route.method.to_owned(), route.pattern.to_owned()))
            .collect();
        let mut document = openapi();
        let described: BTreeSet<(String, String)> = document
            .paths
            .paths
            .iter_mut()
            .flat_map(|(path, item)| {
                operations(item)
                    .map(|(method, _)| (method.to_owned(), path.clone()))
                    .collect::<Vec<_>>()
            })
            .collect();

        assert_eq!(described, served);
    }

    #[test]
    fn operations_ask_for_the_scopes_that_the_access_table_asks_for() {
        let mut document = openapi();
        for route in routes::table() {
            let routes::Access::Needs(action) = route.access else {
                continue;
            };
            let item = document.paths.paths.get_mut(route.pattern).unwrap();
            let (_, operation) = operations(item)
                .find(|(method, _)| *method == route.method)
                .unwrap();
            let security = serde_json::to_string(&operation.security).unwrap();

            assert!(
                security.contains(action.rule().scope.as_str()),
                "{} {} asks for {security}",
                route.method,
                route.pattern
            );
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = serde_json::to_value(openapi()).unwrap();
        let text = document.to_string();
        let schemas = document["components"]["schemas"].as_object().unwrap();

        for reference in text.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name}");
        }
    }
}
