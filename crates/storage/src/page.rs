//! Lists, one page at a time.

use uuid::Uuid;

/// Where a page ends: the id of its last row. Ids never move, so a list read page by page
/// shows each row once even while new rows arrive in front.
pub type Cursor = Uuid;

/// Which page of a list to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// Start behind this row; at the newest if absent.
    pub after: Option<Cursor>,
    /// At most this many rows. Zero is read as one.
    pub limit: u32,
}

impl PageRequest {
    /// The newest `limit` rows.
    #[must_use]
    pub const fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }

    /// The next `limit` rows behind `cursor`.
    #[must_use]
    pub const fn after(cursor: Cursor, limit: u32) -> Self {
        Self {
            after: Some(cursor),
            limit,
        }
    }

    /// The rows to ask the database for: one more than wanted shows whether another page follows.
    pub(crate) fn rows(&self) -> i64 {
        i64::from(self.limit.max(1)) + 1
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::first(50)
    }
}

/// One page of a list, newest row first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last page.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts the extra row off and turns it into a cursor.
    pub(crate) fn cut(mut rows: Vec<T>, request: PageRequest, id: impl Fn(&T) -> Cursor) -> Self {
        let wanted = request.limit.max(1) as usize;
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = if more { rows.last().map(id) } else { None };
        Self { items: rows, next }
    }

    /// The same page with each row turned into something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
        }
    }
}
