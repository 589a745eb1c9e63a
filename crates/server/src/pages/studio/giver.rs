//! Who gives a badge that was drawn: an organisation of its maker, or one that is founded for it.

use accolade_issuing::Tools;
use accolade_issuing::access::{Caller, includes};
use accolade_issuing::issuers::{self, CreateIssuerError, NewIssuer};
use accolade_issuing::violations::Violations;
use accolade_storage::types::{AccountId, IssuerId, IssuerKind, Role};
use accolade_storage::{DbConnection, StorageError, issuers as stored, memberships};

use crate::problem::Problem;

/// How many organisations are offered.
const OFFERED: usize = 100;
/// How many addresses are tried for a new organisation.
const TRIED: u32 = 50;

/// What the form says of the organisation.
pub(super) struct Asked<'a> {
    /// An id, or "new".
    pub(super) issuer: &'a str,
    /// The name of a new one, and its web site if it has one.
    pub(super) organisation: &'a str,
    pub(super) website: &'a str,
}

/// The organisation that gives the badge: one of those offered, or one that is founded now.
pub(super) fn giver(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    order: &Asked<'_>,
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

/// The organisations in which an account may draft and award, those below its own included.
pub(super) fn offered(
    conn: &mut DbConnection,
    account: AccountId,
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
