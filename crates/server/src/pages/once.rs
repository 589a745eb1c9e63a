//! Forms whose second press leads to what the first one made.

use accolade_issuing::Tools;
use accolade_issuing::idempotency::request_digest;
use accolade_storage::DbConnection;
use accolade_storage::types::Digest;

use crate::auth::PostedFiles;
use crate::problem::{Kind, Problem};
use crate::state::State;

/// What tells one form from another: where it was sent, and all that was in it.
pub(crate) fn digest<'a>(
    path: &'a str,
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Digest {
    request_digest(&parts(path, fields))
}

/// The same of a form with files.
pub(crate) fn digest_with_files(path: &str, form: &PostedFiles) -> Digest {
    let fields = form.fields.iter();
    let fields = fields.map(|(name, value)| (name.as_str(), value.as_str()));
    let mut all = parts(path, fields);
    for file in &form.files {
        all.extend([file.field.as_bytes(), file.name.as_bytes(), &file.bytes]);
    }
    request_digest(&all)
}

fn parts<'a>(path: &'a str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<&'a [u8]> {
    // The sign of whose form it is says nothing of what it asks for.
    let fields = fields.into_iter().filter(|(name, _)| *name != "csrf");
    let fields = fields.flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
    std::iter::once(path.as_bytes()).chain(fields).collect()
}

/// Makes a change in one transaction; when the same form was faster elsewhere, once more: then it finds what that made.
pub(crate) async fn write<T, F>(state: &State, change: F) -> Result<T, Problem>
where
    F: Fn(&mut DbConnection, &Tools) -> Result<T, Problem> + Clone + Send + 'static,
    T: Send + 'static,
{
    match state.write(change.clone()).await {
        Err(problem) if problem.kind == Kind::Conflict => state.write(change).await,
        done => done,
    }
}
