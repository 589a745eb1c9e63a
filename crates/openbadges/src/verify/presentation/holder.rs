//! From the name of a key to the key of whoever shows something.

use serde_json::Value;

use crate::keys::PublicKey;
use crate::verify::codes::{Code, Severity};
use crate::verify::issuer_keys::{Problem, Resolution, key_code, resolve, same, with_fragment};
use crate::verify::run::Run;
use crate::verify::shape::{is_uri, shorten};

/// The key of a method, and who controls it. With a holder, it must be the holder's; without, its controller's.
///
/// Either way the document must release the key for `authentication` (Controlled Identifiers 1.0, section 2.3.1).
pub(super) fn find_key(
    run: &mut Run<'_>,
    method: &str,
    holder: Option<&str>,
) -> Result<(PublicKey, String), Problem> {
    if !is_uri(method) {
        let detail = format!("the verification method {} is no URL", shorten(method));
        return Err((Code::SignatureMalformed, detail));
    }
    let method = with_fragment(method);
    let (controller, _) = method.split_once('#').unwrap_or((&method, ""));
    let owner = holder.unwrap_or(controller);
    let wrong = |why: String| (Code::PresentationHolder, why);
    let document = match resolve(run, owner) {
        Resolution::Document(document) => document,
        Resolution::Failed((code, why)) if code.severity() == Severity::Unknown => {
            return Err((Code::PresentationUnreachable, why));
        }
        Resolution::Failed((_, why)) => return Err(wrong(why)),
        Resolution::LeadsNowhere => {
            let why = format!("{} leads to no document that lists keys", shorten(owner));
            return Err(wrong(why));
        }
    };
    let Some(found) = document.method(&method) else {
        let why = format!("{} does not list {}", shorten(owner), shorten(&method));
        return Err(wrong(why));
    };
    if !same(&found.controller, &document.id) {
        let controller = shorten(&found.controller);
        let why = format!("{} is controlled by {controller}", shorten(&method));
        return Err(wrong(why));
    }
    if !document.authenticates(&found.id) {
        let why = format!("{} is not under authentication", shorten(&method));
        return Err(wrong(why));
    }
    if !found.usable_at(run.now) {
        let why = format!("{} has expired or was revoked", shorten(&method));
        return Err(wrong(why));
    }
    match &found.key {
        Ok(key) => Ok((key.clone(), document.id.clone())),
        Err(error) => Err((key_code(error), format!("{}: {error}", shorten(&method)))),
    }
}

/// The texts of a member that is one text or a list of them.
pub(super) fn texts(value: Option<&Value>) -> Option<Vec<String>> {
    let value = value.unwrap_or(&Value::Null);
    crate::json::items(value)
        .iter()
        .map(|one| one.as_str().map(str::to_owned))
        .collect()
}
