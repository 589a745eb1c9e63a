//! Who has asked how often: rate limits by address and by token.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use accolade_issuing::access;
use accolade_storage::types::{AccountId, ApiTokenId};
use actix_web::HttpRequest;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use moka::sync::Cache;

use crate::config::RateLimits;
use crate::problem::{Kind, Problem};
use crate::state::State;

/// Every limiter of the server.
pub struct Limits {
    verifications: Option<Limiter>,
    refused_tokens: Option<Limiter>,
    uploads: Option<Limiter>,
    changes: Option<Limiter>,
    wrong_codes: Option<Limiter>,
    /// Addresses that tried too many codes: they wait, also with a good one, or a hit would still show among the misses.
    barred: Cache<Caller, ()>,
    claims: Option<Limiter>,
    claims_of_code: Option<Limiter>,
    sign_ins: Option<Limiter>,
    drawings: Option<Limiter>,
    reviews: Option<Limiter>,
    visitors: Option<Limiter>,
}

impl Limits {
    /// Limiters with the configured quotas.
    pub fn new(limits: &RateLimits) -> Self {
        Self {
            verifications: limits.verifications.map(Limiter::new),
            refused_tokens: limits.refused_tokens.map(Limiter::new),
            uploads: limits.uploads.map(Limiter::new),
            changes: limits.changes.map(Limiter::new),
            wrong_codes: limits.wrong_codes.map(Limiter::new),
            barred: Cache::builder()
                .max_capacity(100_000)
                .time_to_live(BARRED_FOR)
                .build(),
            claims: limits.claims.map(Limiter::new),
            claims_of_code: limits.claims_of_code.map(Limiter::new),
            sign_ins: limits.sign_ins.map(Limiter::new),
            drawings: limits.drawings.map(Limiter::new),
            reviews: limits.reviews.map(Limiter::new),
            visitors: limits.visitors.map(Limiter::new),
        }
    }

    /// Counts one verification asked for by this address.
    pub fn verification(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.verifications.as_ref(), Caller::from(address))
    }

    /// Counts one refused token; a caller who guesses is told to wait.
    pub fn refused_token(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.refused_tokens.as_ref(), Caller::from(address))
    }

    /// Counts one uploaded file.
    pub fn upload(&self, who: &access::Caller) -> Result<(), Problem> {
        count(self.uploads.as_ref(), Caller::from(who))
    }

    /// Counts one change through the API.
    pub fn change(&self, who: &access::Caller) -> Result<(), Problem> {
        count(self.changes.as_ref(), Caller::from(who))
    }

    /// Whether this address may try a code: not for a minute after too many that nobody made.
    pub fn may_try_codes(&self, address: IpAddr) -> Result<(), Problem> {
        if self.barred.contains_key(&Caller::from(address)) {
            let mut problem = Problem::new(Kind::TooManyRequests);
            problem.retry_after = Some(BARRED_FOR.as_secs());
            return Err(problem);
        }
        Ok(())
    }

    /// Counts one code that nobody made; a caller who guesses is told to wait.
    pub fn wrong_code(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.wrong_codes.as_ref(), Caller::from(address))
            .inspect_err(|_| self.barred.insert(Caller::from(address), ()))
    }

    /// Counts one claim from this address with this code.
    pub fn claim(&self, address: IpAddr, code: &str) -> Result<(), Problem> {
        count(self.claims.as_ref(), Caller::from(address))?;
        let mut sign = [0; 8];
        for (slot, byte) in sign.iter_mut().zip(code.bytes()) {
            *slot = byte;
        }
        count(self.claims_of_code.as_ref(), Caller::Code(sign))
    }

    /// Counts one attempt at signing in from this address.
    pub fn sign_in(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.sign_ins.as_ref(), Caller::from(address))
    }

    /// Counts one letter that somebody without an account has us send, as an attempt at signing in does.
    pub fn letter(&self, address: IpAddr) -> Result<(), Problem> {
        self.sign_in(address)
    }
}

impl Limits {
    /// Counts one badge drawn for whoever asks from this address.
    pub fn drawing(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.drawings.as_ref(), Caller::from(address))
    }

    /// Counts one word that somebody who was asked by link says from this address: of a draft, or of an application.
    pub fn review(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.reviews.as_ref(), Caller::from(address))
    }

    /// Counts one visitor from this address for whom something is kept from now on.
    pub fn visitor(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.visitors.as_ref(), Caller::from(address))
    }

    /// Counts one picture or file sent by a visitor from this address.
    pub fn visitors_picture(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.uploads.as_ref(), Caller::from(address))
    }
}

/// The address to count this request under.
pub fn address_of(request: &HttpRequest, state: &State) -> IpAddr {
    let peer = request.peer_addr().map(|address| address.ip());
    let forwarded = || {
        let value = request.headers().get_all("x-forwarded-for").last()?;
        value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let believed = if state.trust_forwarded_for {
        forwarded()
    } else {
        None
    };
    believed
        .or(peer)
        .unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Caller {
    Address([u8; 8]),
    Code([u8; 8]),
    Token(ApiTokenId),
    Account(Option<AccountId>),
}

impl From<&access::Caller> for Caller {
    /// Each token has a share of its own; a person in a browser has one for all their browsers.
    fn from(who: &access::Caller) -> Self {
        match who.token {
            Some(token) => Self::Token(token),
            None => Self::Account(who.account),
        }
    }
}

impl From<IpAddr> for Caller {
    /// A household or a host has a whole /64 of IPv6, so that is counted as one caller.
    fn from(address: IpAddr) -> Self {
        let octets = match address.to_canonical() {
            IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
            IpAddr::V6(v6) => {
                let mut network = [0; 8];
                network.copy_from_slice(&v6.octets()[..8]);
                return Self::Address(network);
            }
        };
        let mut host = [0; 8];
        host.copy_from_slice(&octets[8..]);
        Self::Address(host)
    }
}

struct Limiter {
    limiter: DefaultKeyedRateLimiter<Caller>,
    asked: AtomicU32,
}

impl Limiter {
    fn new(per_minute: NonZeroU32) -> Self {
        Self {
            limiter: RateLimiter::keyed(Quota::per_minute(per_minute)),
            asked: AtomicU32::new(0),
        }
    }
}

/// How long somebody who guesses codes waits.
const BARRED_FOR: Duration = Duration::from_secs(60);

/// Callers are forgotten once in so many requests, so that the table cannot grow without bound.
const FORGET_EVERY: u32 = 4_096;

fn count(limiter: Option<&Limiter>, caller: Caller) -> Result<(), Problem> {
    let Some(Limiter { limiter, asked }) = limiter else {
        return Ok(());
    };
    if asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
        limiter.retain_recent();
    }
    limiter.check_key(&caller).map_err(|refused| {
        let wait = refused.wait_time_from(DefaultClock::default().now());
        let mut problem = Problem::new(Kind::TooManyRequests);
        problem.retry_after = Some(wait.as_secs() + 1);
        problem
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_a_minute() -> Limits {
        Limits::new(&RateLimits {
            verifications: NonZeroU32::new(1),
            ..RateLimits::none()
        })
    }

    #[test]
    fn the_second_request_is_told_how_long_to_wait() {
        let limits = one_a_minute();
        let address = IpAddr::from([192, 0, 2, 1]);

        let first = limits.verification(address);
        let second = limits.verification(address);

        assert!(first.is_ok());
        assert!((1..=61).contains(&second.unwrap_err().retry_after.unwrap()));
        assert!(limits.verification(IpAddr::from([192, 0, 2, 2])).is_ok());
    }

    #[test]
    fn whoever_guesses_codes_waits_also_with_a_good_one() {
        let limits = Limits::new(&RateLimits {
            wrong_codes: NonZeroU32::new(3),
            ..RateLimits::none()
        });
        let (guesser, pupil) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));

        let wrong: Vec<bool> = (0..4).map(|_| limits.wrong_code(guesser).is_ok()).collect();

        assert_eq!(wrong, [true, true, true, false]);
        assert_eq!(
            limits.may_try_codes(guesser).unwrap_err().retry_after,
            Some(60)
        );
        assert!(limits.may_try_codes(pupil).is_ok());
    }

    #[test]
    fn one_code_is_not_emptied_from_a_thousand_addresses_at_once() {
        let limits = Limits::new(&RateLimits {
            claims_of_code: NonZeroU32::new(2),
            ..RateLimits::none()
        });
        let from = |last| {
            limits
                .claim(IpAddr::from([192, 0, 2, last]), "R7K2M9TD")
                .is_ok()
        };

        assert_eq!([from(1), from(2), from(3)], [true, true, false]);
        assert!(
            limits
                .claim(IpAddr::from([192, 0, 2, 3]), "XXXXXXXX")
                .is_ok()
        );
    }

    #[test]
    fn one_ipv6_network_is_one_caller_and_a_mapped_address_is_the_ipv4_one() {
        let caller = |text: &str| Caller::from(text.parse::<IpAddr>().unwrap());

        assert_eq!(caller("2001:db8::1"), caller("2001:db8::2"));
        assert_ne!(caller("2001:db8::1"), caller("2001:db8:1::1"));
        assert_eq!(caller("::ffff:192.0.2.1"), caller("192.0.2.1"));
    }

    #[test]
    fn those_who_sign_in_do_not_keep_a_reviewer_from_answering() {
        let limits = Limits::new(&RateLimits {
            sign_ins: NonZeroU32::new(1),
            reviews: NonZeroU32::new(2),
            ..RateLimits::none()
        });
        let school = IpAddr::from([192, 0, 2, 1]);

        let signed_in = [limits.sign_in(school), limits.sign_in(school)].map(|one| one.is_ok());
        let said = [(); 3].map(|()| limits.review(school).is_ok());

        assert_eq!(signed_in, [true, false]);
        assert_eq!(said, [true, true, false]);
    }

    #[test]
    fn no_limit_is_no_limit() {
        let limits = Limits::new(&RateLimits::none());

        assert!((0..10_000).all(|_| limits.upload(&access::Caller::anonymous()).is_ok()));
    }
}
