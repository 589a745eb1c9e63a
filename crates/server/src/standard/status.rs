//! Status lists, exactly as they were signed.

use accolade_storage::{DbConnection, issuers, status_lists};

use super::Form;
use crate::answer::{Answer, Freshness};
use crate::problem::Problem;

pub(super) fn list(
    conn: &mut DbConnection,
    slug: &str,
    number: i32,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    let Some(issuer) = issuers::by_slug(conn, slug)? else {
        return Ok(None);
    };
    let Some(list) = status_lists::by_number(conn, issuer.id, number)? else {
        return Ok(None);
    };
    let answer = match form {
        Form::V3Jwt => Answer::bytes("application/vc+jwt", list.signed_jwt),
        _ => Answer::bytes("application/vc+ld+json", list.signed_json),
    };
    Ok(Some(answer.fresh(Freshness::Standing)))
}
