//! The content of a badge as pages show it.

use accolade_issuing::content::BadgeContent;
use accolade_storage::badge_class_versions::BadgeClassVersion;

use crate::pages::{
    files::Shelf,
    parts::{self, AlignmentView, CriteriaView, CriterionView, Picture},
    text::Rich,
};

/// The badge in its niche.
pub(crate) fn picture(
    version: &BadgeClassVersion,
    content: &BadgeContent,
    shelf: &Shelf,
) -> Picture {
    let described = content
        .image
        .as_ref()
        .map(|image| image.alt.trim())
        .unwrap_or_default();
    Picture {
        src: shelf.path(&version.image_blob),
        alt: if described.is_empty() {
            format!("The badge {}.", version.name)
        } else {
            format!("Badge: {described}")
        },
        palette: parts::palette(content.palette.as_deref().unwrap_or("lagoon")),
        off: false,
    }
}

/// What a holder can do; the description stands in where no claim was written.
pub(crate) fn plain_claim(content: &BadgeContent) -> String {
    let claim = content.claim.trim();
    if claim.is_empty() {
        first_paragraph(&content.description)
    } else {
        claim.to_owned()
    }
}

/// The criteria as ticks, and what else was said about them.
pub(crate) fn criteria(content: &BadgeContent) -> CriteriaView {
    let narrative = content.criteria.narrative.trim();
    CriteriaView {
        items: content
            .criteria
            .items
            .iter()
            .map(|item| CriterionView {
                text: item.text.clone(),
                hint: item.hint.clone(),
                optional: !item.required,
            })
            .collect(),
        narrative: (!narrative.is_empty()).then(|| Rich::from_markdown(narrative)),
    }
}

/// The skills it stands for.
pub(crate) fn alignments(content: &BadgeContent) -> Vec<AlignmentView> {
    content
        .alignments
        .iter()
        .map(|alignment| AlignmentView {
            name: alignment.name.clone(),
            href: Some(alignment.url.clone()).filter(|url| is_web(url)),
            framework: alignment.framework.clone(),
            code: alignment.code.clone(),
        })
        .collect()
}

/// Whether a link may stand on a page.
pub(crate) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The first paragraph of a text, as one line.
pub(crate) fn first_paragraph(markdown: &str) -> String {
    let first = markdown.trim().split("\n\n").next().unwrap_or_default();
    first.split_whitespace().collect::<Vec<_>>().join(" ")
}
