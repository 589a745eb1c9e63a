//! What the API shows of awards.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::awards::{self, Assessment, AwardResult, EvidenceContent};
use accolade_storage::assertions::Assertion;
use accolade_storage::evidence::{self, Evidence};
use accolade_storage::types::{AssertionId, Visibility};
use accolade_storage::{DbConnection, Page, badge_class_versions, blobs};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{moment, schemas, uploads};
use crate::problem::Problem;
use crate::standard::Ending;

/// One award to one recipient.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssertionView {
    /// Its id.
    id: Uuid,
    /// Its page, the URL that is shared, and the `id` of its Open Badges 3.0 credential.
    url: String,
    /// Who awarded it.
    issuer: Uuid,
    /// What was earned.
    badge_class: Uuid,
    /// Under which version.
    version: Option<i32>,
    /// `issued`, `suspended` or `revoked`.
    state: String,
    /// Why it does not stand.
    state_reason: Option<String>,
    /// When its state last changed.
    state_changed_at: Option<String>,
    /// To whom.
    recipient: RecipientView,
    /// What the recipient did (Markdown).
    narrative: Option<String>,
    /// Which results were reached.
    #[schema(value_type = Vec<schemas::AwardResult>)]
    results: Vec<AwardResult>,
    /// How it was judged.
    #[schema(value_type = Option<schemas::Assessment>)]
    assessment: Option<Assessment>,
    /// What shows it.
    evidence: Vec<EvidenceView>,
    /// Since when it holds.
    valid_from: String,
    /// Until when it holds; for good if null.
    valid_until: Option<String>,
    /// Its files, one an entry.
    files: FilesView,
    /// When it was awarded.
    created_at: String,
}

/// Who received an award.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecipientView {
    /// `email` or, for somebody without an address, `named`.
    kind: String,
    /// The salted hash that stands in the public documents; for `named` the identifier made for this award.
    hash: String,
    /// The name, if it is public.
    name: Option<String>,
    /// The address itself, for those who may open it; absent for all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

/// One item of evidence.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EvidenceView {
    /// Its id.
    id: Uuid,
    /// `text`, `link`, `file`, `picture`, `pair` or `testimonial`.
    kind: String,
    /// `public` or `private`.
    visibility: String,
    /// Its words.
    #[serde(flatten)]
    #[schema(value_type = schemas::EvidenceWords)]
    content: EvidenceContent,
    /// The address of its file, or of the first picture of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The address of the second picture of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    second_file: Option<String>,
}

/// Where each form of an award is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FilesView {
    /// Open Badges 3.0, JSON-LD with embedded proofs.
    json: String,
    /// Open Badges 3.0 as JSON Web Token.
    jwt: String,
    /// PNG that carries 3.0.
    png: String,
    /// SVG that carries 3.0.
    svg: String,
    /// Open Badges 2.0, hosted.
    v2_json: String,
    /// Open Badges 2.0, signed.
    v2_jwt: String,
    /// PNG that carries 2.0.
    v2_png: String,
    /// SVG that carries 2.0.
    v2_svg: String,
}

impl AssertionView {
    /// An award with the evidence that is stored with it.
    pub(in crate::api) fn with_evidence(
        conn: &mut DbConnection,
        tools: &Tools,
        caller: &Caller,
        assertion: Assertion,
    ) -> Result<Self, Problem> {
        let evidence = evidence::of_assertion(conn, assertion.id)?;
        Self::of(conn, tools, caller, assertion, &evidence)
    }

    /// An award; the recipient's address only for those who may open it.
    pub(super) fn of(
        conn: &mut DbConnection,
        tools: &Tools,
        caller: &Caller,
        assertion: Assertion,
        evidence: &[Evidence],
    ) -> Result<Self, Problem> {
        let version = badge_class_versions::find(conn, assertion.version_id)?;
        let results = awards::results(&assertion);
        let assessment = awards::assessment(&assertion);
        let email = email(conn, tools, caller, &assertion)?;
        let evidence = evidence
            .iter()
            .map(|item| EvidenceView::of(conn, tools, item));
        let evidence = evidence.collect::<Result<_, Problem>>()?;
        Ok(Self {
            id: assertion.id.into(),
            url: tools.addresses.award(assertion.id),
            issuer: assertion.issuer_id.into(),
            badge_class: assertion.badge_class_id.into(),
            version: version.map(|version| version.number),
            state: assertion.state.to_string(),
            state_reason: assertion.state_reason,
            state_changed_at: assertion.state_changed_at.map(moment),
            recipient: RecipientView {
                kind: assertion.recipient_kind.to_string(),
                hash: assertion.recipient_hash,
                name: assertion.recipient_name,
                email,
            },
            narrative: assertion.narrative,
            results,
            assessment,
            evidence,
            valid_from: moment(assertion.valid_from),
            valid_until: assertion.valid_until.map(moment),
            files: FilesView::of(tools, assertion.id),
            created_at: moment(assertion.created_at),
        })
    }
}

impl EvidenceView {
    fn of(conn: &mut DbConnection, tools: &Tools, item: &Evidence) -> Result<Self, Problem> {
        let mut address = |digest: Option<_>| -> Result<Option<String>, Problem> {
            let Some(digest) = digest else {
                return Ok(None);
            };
            if item.visibility != Visibility::Public {
                return Ok(Some(uploads::address(tools, &digest)));
            }
            let blob = blobs::find(conn, digest)?;
            let ending = blob.map_or("bin", |blob| ending_of(&blob.media_type));
            Ok(Some(tools.addresses.file(&digest, ending)))
        };
        Ok(Self {
            file: address(item.blob)?,
            second_file: address(item.second_blob)?,
            content: awards::evidence_content(item),
            id: item.id.into(),
            kind: item.kind.to_string(),
            visibility: item.visibility.to_string(),
        })
    }
}

impl FilesView {
    fn of(tools: &Tools, id: AssertionId) -> Self {
        let at = |ending: Ending| tools.addresses.award_file(id, ending.as_str());
        Self {
            json: at(Ending::Json),
            jwt: at(Ending::Jwt),
            png: at(Ending::Png),
            svg: at(Ending::Svg),
            v2_json: at(Ending::V2Json),
            v2_jwt: at(Ending::V2Jwt),
            v2_png: at(Ending::V2Png),
            v2_svg: at(Ending::V2Svg),
        }
    }
}

/// The ending under which a stored file is given out.
pub(in crate::api) fn ending_of(media_type: &str) -> &'static str {
    match media_type.split(';').next().unwrap_or_default() {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        _ => "bin",
    }
}

/// A page of awards with their evidence.
pub(super) fn page(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    page: Page<Assertion>,
) -> Result<Page<AssertionView>, Problem> {
    let view = |assertion| AssertionView::with_evidence(conn, tools, caller, assertion);
    let items = page.items.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}

fn email(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    assertion: &Assertion,
) -> Result<Option<String>, Problem> {
    if authorize(
        conn,
        caller,
        Action::OpenRecipient,
        Some(assertion.issuer_id),
    )
    .is_err()
    {
        return Ok(None);
    }
    Ok(awards::recipient_email(conn, tools, caller, assertion)?)
}
