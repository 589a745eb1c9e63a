//! The page `docs/reference/problems.md`, written from the table.

use std::fmt::Write;

use super::{Kind, TYPES};

/// The reference of all problems, as Markdown.
pub fn reference() -> String {
    let mut page = String::from(
        "# Problems\n\n\
         Generated from `crates/server/src/problem.rs`; a test holds the two together.\n\n\
         Every error answer is `application/problem+json` (RFC 9457): `type`, `title`, `status`, sometimes `detail`,\n\
         `errors` (one entry a field: `pointer`, `code`, `message`), `available`, and always `requestId`.\n",
    );
    for kind in Kind::ALL {
        // Writing to a String cannot fail.
        let _ = write!(
            page,
            "\n## {slug}\n\n{status} · {title}\n\n{meaning}\n\n`type`: `{TYPES}/{slug}`\n",
            slug = kind.slug(),
            status = kind.status().as_u16(),
            title = kind.title(),
            meaning = kind.meaning(),
        );
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_reference_lists_every_problem() {
        crate::testing::assert_reference("problems.md", &reference());
    }
}
