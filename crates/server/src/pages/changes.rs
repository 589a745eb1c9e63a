//! What changed between two texts, as pages show it.

pub(crate) use accolade_issuing::changes::Piece;
use accolade_issuing::changes::{Change, ChangeKind};

/// One part that changed.
#[derive(Debug, Clone)]
pub(crate) struct ChangeView {
    pub(crate) label: String,
    pub(crate) kind: &'static str,
    /// A sentence, where there are no words to hold beside each other.
    pub(crate) plain: Option<&'static str>,
    pub(crate) pieces: Vec<Piece>,
}

impl ChangeView {
    pub(crate) fn all(changes: Vec<Change>) -> Vec<Self> {
        changes.into_iter().map(Self::of).collect()
    }

    fn of(change: Change) -> Self {
        let plain = match (change.pointer.as_str(), change.kind) {
            ("/image", ChangeKind::Added) => Some("A picture was drawn."),
            ("/image", ChangeKind::Removed) => Some("The picture was taken away."),
            ("/image", _) => Some("Another picture took its place."),
            _ => None,
        };
        Self {
            label: change.label,
            kind: match change.kind {
                ChangeKind::Added => "new",
                ChangeKind::Removed => "taken out",
                ChangeKind::Changed => "changed",
                ChangeKind::Moved => "moved",
            },
            plain,
            pieces: change.words,
        }
    }
}
