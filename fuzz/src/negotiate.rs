//! The `Accept` header: whatever it says, it chooses one of the offers or none.

use accolade_server::negotiate::choose;

const OFFERS: [(&str, usize); 3] = [
    ("application/ld+json", 0),
    ("text/html", 1),
    ("image/png", 2),
];

/// Chooses by an `Accept` header.
pub fn target(data: &[u8]) {
    let Ok(accept) = std::str::from_utf8(data) else {
        return;
    };
    match choose(accept, &OFFERS) {
        Ok((name, place)) => assert_eq!(OFFERS[place].0, name),
        Err(problem) => assert_eq!(problem.available.len(), OFFERS.len()),
    }
}
