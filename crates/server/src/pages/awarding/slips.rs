//! `/desk/batches/{id}/slips`: a slip of paper for each of a batch who has no address.

use accolade_issuing::batches;
use accolade_storage::badge_classes;
use accolade_storage::types::BatchId;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::{Badge, batch_path};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::layout::{Layout, Place};
use crate::pages::qr::QrCode;
use crate::pages::response;
use crate::problem::Problem;
use crate::state::State;

/// How many slips a sheet of paper can hold. The address is long: a smaller code would be hard to read.
const CHOICES: [u32; 2] = [8, 12];
/// How many slips are printed in one go.
const AT_ONCE: usize = 480;

/// `/desk/batches/{id}/slips`
#[derive(Template)]
#[template(path = "awarding/slips.html")]
pub(crate) struct SlipsPage {
    pub(crate) layout: Layout,
    pub(crate) badge: Badge,
    /// The page of the batch.
    pub(crate) back: String,
    pub(crate) host: String,
    pub(crate) per: u32,
    /// How many could be on a page, and whether so many are.
    pub(crate) choices: Vec<(u32, bool)>,
    pub(crate) slips: Vec<AwardSlip>,
    /// Where the following slips are.
    pub(crate) next: Option<String>,
}

/// One award on paper.
#[derive(Debug, Clone)]
pub(crate) struct AwardSlip {
    pub(crate) qr: Option<QrCode>,
    pub(crate) name: Option<String>,
}

/// Which slips, and how many on a page.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    per: Option<u32>,
    #[serde(default)]
    after: i32,
}

/// `GET /desk/batches/{id}/slips`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BatchId>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, after, tools) = (*id, wish.after, state.tools.clone());
    let (badge, mut slips) = state
        .read(move |conn| -> Result<_, Problem> {
            let batch = batches::find(conn, &caller, id)?;
            let class = badge_classes::find(conn, batch.badge_class_id)?;
            let (badge, _) = Badge::load(conn, &class.ok_or_else(Problem::not_found)?)?;
            let slips = batches::slips(conn, &tools, &caller, id, after, AT_ONCE as i64 + 1)?;
            Ok((badge, slips))
        })
        .await?;
    let more = slips.len() > AT_ONCE;
    slips.truncate(AT_ONCE);
    let per = wish.per.filter(|per| CHOICES.contains(per)).unwrap_or(12);
    let last = slips.last().map_or(0, |slip| slip.row);
    let page = SlipsPage {
        layout: Layout::of(&state, &visitor, Place::Desk).with_script("print.js"),
        badge,
        back: batch_path(id),
        host: state.public_url().host_str().unwrap_or_default().to_owned(),
        per,
        choices: CHOICES
            .iter()
            .map(|choice| (*choice, *choice == per))
            .collect(),
        next: more.then(|| format!("{}/slips?per={per}&after={last}", batch_path(id))),
        slips: slips
            .into_iter()
            .map(|slip| AwardSlip {
                qr: QrCode::draw(&slip.address),
                name: slip.name,
            })
            .collect(),
    };
    response::page(&page, Freshness::Never)
}
