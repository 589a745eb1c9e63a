//! The session behind a request, looked up once.

use std::net::IpAddr;

use accolade_issuing::sessions::{self, Browser, Resumed};
use accolade_storage::StorageError;
use actix_web::http::header;
use actix_web::{HttpRequest, web};

use super::cookies;
use crate::limits;
use crate::problem::Problem;
use crate::state::State;

/// The state of the application that answers this request.
pub(super) fn state_of(request: &HttpRequest) -> Result<web::Data<State>, Problem> {
    let state = request.app_data::<web::Data<State>>();
    state
        .cloned()
        .ok_or_else(|| Problem::internal("the application has no state"))
}

/// The session whose secret the browser holds, if it is still good.
pub(super) async fn resumed(
    request: &HttpRequest,
    state: &State,
) -> Result<Option<Resumed>, Problem> {
    let Some(secret) = cookies::secret(request) else {
        return Ok(None);
    };
    let tools = state.tools.clone();
    let resumed = state
        .read(move |conn| -> Result<_, StorageError> { sessions::resume(conn, &tools, &secret) })
        .await?;
    if let Some(resumed) = &resumed {
        note_use(state, resumed).await;
    }
    Ok(resumed)
}

/// Writes down that the session was used. A request does not fail because that could not be done.
async fn note_use(state: &State, resumed: &Resumed) {
    let id = resumed.session.id;
    if state.noted_sessions.contains_key(&id) {
        return;
    }
    state.noted_sessions.insert(id, ());
    let noted = state
        .write(move |conn, tools| -> Result<_, StorageError> {
            sessions::note_use(conn, tools, id)
        })
        .await;
    if noted.is_err() {
        state.noted_sessions.invalidate(&id);
    }
}

/// What is noted about the browser behind a request.
pub(super) fn browser_of(request: &HttpRequest, state: &State) -> Browser {
    let agent = request.headers().get(header::USER_AGENT);
    Browser {
        user_agent: agent
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        address: network_of(limits::address_of(request, state)),
    }
}

/// The network of an address: enough to recognise one's own, too little to find a house.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_to_its_network() {
        assert_eq!(network_of("192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(
            network_of("::ffff:192.0.2.77".parse().unwrap()),
            "192.0.2.0/24"
        );
        assert_eq!(
            network_of("2001:db8:1:2::3".parse().unwrap()),
            "2001:db8:1::/48"
        );
    }
}
