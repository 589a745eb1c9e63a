//! What the API shows of badge classes and their versions.

use accolade_issuing::Tools;
use accolade_storage::badge_class_versions::{self, BadgeClassVersion};
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::{DbConnection, Page};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{moment, schemas};
use crate::problem::Problem;

/// Something that can be earned.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BadgeClassView {
    /// Its id.
    id: Uuid,
    /// Its page, and the `id` of its Open Badges 3.0 achievement.
    url: String,
    /// Who awards it.
    issuer: Uuid,
    /// `draft`, `in_review`, `published` or `archived`.
    state: String,
    /// What it is called.
    name: String,
    /// Whether its awards can be put on hold.
    suspendable: bool,
    /// Counts its saves; send the one you read with an edit, and it is refused if another was saved since.
    revision: i32,
    /// The badge class it was made from, if it is somebody's own version of another.
    #[serde(skip_serializing_if = "Option::is_none")]
    remixed_from: Option<Uuid>,
    /// What is awarded now; absent before the first publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<VersionView>,
    /// What is being written, for those who may see it; absent when nothing is unpublished.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schemas::BadgeContent>)]
    draft: Option<Value>,
    /// When it was drafted.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
}

/// What a badge class said from one publication to the next.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    /// Counts from one.
    number: i32,
    /// Its page, and the `id` of its Open Badges 2.0 badge class.
    url: String,
    /// Everything it says.
    #[schema(value_type = schemas::BadgeContent)]
    content: Value,
    /// The address of its image as PNG.
    image: String,
    /// When it was published.
    published_at: String,
}

/// All versions of a badge class.
#[derive(Debug, Serialize, ToSchema)]
pub struct Versions {
    /// The versions, newest first.
    pub(super) items: Vec<VersionView>,
}

impl BadgeClassView {
    /// A badge class, with its draft if the caller may see that.
    pub(in crate::api) fn of(
        conn: &mut DbConnection,
        tools: &Tools,
        badge_class: BadgeClass,
        with_draft: bool,
    ) -> Result<Self, Problem> {
        let published = match badge_class.current_version {
            None => None,
            Some(number) => badge_class_versions::by_number(conn, badge_class.id, number)?,
        };
        let draft = badge_class.draft.filter(|_| with_draft);
        Ok(Self {
            id: badge_class.id.into(),
            url: tools.addresses.badge(badge_class.id),
            issuer: badge_class.issuer_id.into(),
            state: badge_class.state.to_string(),
            // The draft may have another name already.
            name: match &published {
                Some(version) if !with_draft => version.name.clone(),
                _ => badge_class.name,
            },
            suspendable: badge_class.suspendable,
            revision: badge_class.revision,
            remixed_from: badge_class.remixed_from.map(Uuid::from),
            published: published
                .map(|version| VersionView::of(tools, &version))
                .transpose()?,
            draft: draft.map(|text| content(&text)).transpose()?,
            created_at: moment(badge_class.created_at),
            updated_at: moment(badge_class.updated_at),
        })
    }
}

impl VersionView {
    /// A published version, which is public.
    pub(super) fn of(tools: &Tools, version: &BadgeClassVersion) -> Result<Self, Problem> {
        Ok(Self {
            number: version.number,
            url: tools
                .addresses
                .badge_version(version.badge_class_id, version.number),
            content: content(&version.content)?,
            image: tools.addresses.file(&version.image_png_blob, "png"),
            published_at: moment(version.published_at),
        })
    }
}

/// A page of badge classes as the caller may see them.
pub(super) fn page(
    conn: &mut DbConnection,
    tools: &Tools,
    page: Page<BadgeClass>,
    with_drafts: bool,
) -> Result<Page<BadgeClassView>, Problem> {
    let view = |badge_class| BadgeClassView::of(conn, tools, badge_class, with_drafts);
    let items = page.items.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}

fn content(text: &str) -> Result<Value, Problem> {
    serde_json::from_str(text).map_err(Problem::internal)
}
