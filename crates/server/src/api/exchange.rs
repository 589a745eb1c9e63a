//! One request to the API and the three ways to answer it: with a thing, with a list, with a change.

use std::future::Future;
use std::pin::Pin;

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_storage::{DbConnection, Page};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::once::{self, Outcome};
use super::{Listing, view};
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::state::State;

/// Who asks, with which request, and the state that the answer comes from.
#[derive(Clone)]
pub struct Exchange {
    caller: Caller,
    request: HttpRequest,
    state: web::Data<State>,
}

impl FromRequest for Exchange {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Authenticated::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let state = request
                .app_data::<web::Data<State>>()
                .cloned()
                .ok_or_else(|| Problem::internal("the application has no state"))?;
            Ok(Self {
                caller: caller.await?.0,
                request,
                state,
            })
        })
    }
}

impl Exchange {
    /// Answers with what `look` finds.
    pub(super) async fn show<V, F>(self, look: F) -> Result<HttpResponse, Problem>
    where
        F: FnOnce(&mut DbConnection, &Tools, &Caller) -> Result<V, Problem> + Send + 'static,
        V: Serialize + Send + 'static,
    {
        let request = self.request.clone();
        Ok(view(&request, &self.read(look).await?))
    }

    /// Answers with the page of a list that `look` finds.
    pub(super) async fn list<V, F>(self, look: F) -> Result<HttpResponse, Problem>
    where
        F: FnOnce(&mut DbConnection, &Tools, &Caller) -> Result<Page<V>, Problem> + Send + 'static,
        V: Serialize + Send + 'static,
    {
        let request = self.request.clone();
        Ok(Listing::answer(&request, self.read(look).await?))
    }

    /// Makes a change in one transaction, asked for with this body, and answers with its outcome.
    ///
    /// With an `Idempotency-Key` it is made once, however often it is asked for.
    pub(super) async fn change<F>(self, body: &[u8], change: F) -> Result<HttpResponse, Problem>
    where
        F: Fn(&mut DbConnection, &Tools, &Caller) -> Result<Outcome, Problem>
            + Send
            + Sync
            + 'static,
    {
        once::change(&self.state, &self.request, self.caller, body, change).await
    }

    async fn read<V, F>(self, look: F) -> Result<V, Problem>
    where
        F: FnOnce(&mut DbConnection, &Tools, &Caller) -> Result<V, Problem> + Send + 'static,
        V: Send + 'static,
    {
        let (tools, caller) = (self.state.tools.clone(), self.caller);
        self.state
            .read(move |conn| look(conn, &tools, &caller))
            .await
    }
}
