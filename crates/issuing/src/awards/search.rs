//! What somebody remembers of the awards they look for, as the question to the database.

use accolade_storage::assertions::Search;
use accolade_storage::types::{AssertionState, BadgeClassId, BatchId, IssuerId};
use accolade_storage::{DbConnection, issuers};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{Recipient, recipient_key};
use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize};

/// What is remembered; nothing finds everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// A whole address, or a part of a public name, or a whole name that is not public.
    pub words: String,
    /// Which badge class.
    pub badge_class: Option<BadgeClassId>,
    /// In which state.
    pub state: Option<AssertionState>,
    /// From which batch.
    pub batch: Option<BatchId>,
    /// Given on this day or later (UTC).
    pub from: Option<Date>,
    /// Given on this day or earlier (UTC).
    pub until: Option<Date>,
    /// Whether their earners took them.
    pub claimed: Option<bool>,
    /// Whether those of the issuers below count too.
    pub below: bool,
}

impl Sought {
    /// What to look for among the awards of an issuer, for those who may see them.
    pub fn at(
        &self,
        conn: &mut DbConnection,
        tools: &Tools,
        caller: &Caller,
        issuer: IssuerId,
    ) -> Result<Search, AccessError> {
        authorize(conn, caller, Action::ViewAwards, Some(issuer))?;
        let mut ids = vec![issuer];
        if self.below {
            let below = issuers::descendants(conn, issuer)?;
            ids.extend(below.iter().map(|one| one.id).filter(|id| *id != issuer));
        }
        let words = self.words.trim();
        let is_address = words.contains('@');
        let person = match is_address {
            true => Recipient::email(words),
            false => Recipient::named(words),
        };
        Ok(Search {
            issuers: ids,
            badge_class: self.badge_class,
            state: self.state,
            batch: self.batch,
            from: self.from.and_then(|day| beginning(day, 0)).map(Into::into),
            // The day itself still counts.
            until: self.until.and_then(|day| beginning(day, 1)).map(Into::into),
            claimed: self.claimed,
            recipient: (!words.is_empty()).then(|| recipient_key(tools, &person)),
            name: (!words.is_empty() && !is_address).then(|| words.to_owned()),
        })
    }
}

/// The beginning of a day, or of the day so many days later.
fn beginning(day: Date, later: i64) -> Option<Timestamp> {
    let day = day.checked_add(later.days()).ok()?;
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use accolade_storage::assertions::{self, Assertion};
    use accolade_storage::{PageRequest, on_each_database};
    use jiff::SignedDuration;

    use super::*;
    use crate::awards::AwardOrder;
    use crate::testing::World;

    fn found(world: &World<'_>, issuer: IssuerId, sought: &Sought) -> Vec<Assertion> {
        let operator = Caller::operator();
        world
            .db
            .read(|conn| {
                let search = sought.at(conn, &world.tools, &operator, issuer)?;
                Ok::<_, AccessError>(assertions::search(conn, &search, PageRequest::first(50))?)
            })
            .unwrap()
            .items
    }

    on_each_database! {
        fn an_award_is_found_by_its_address_its_name_and_its_day(db: &TestDatabase) {
            let world = World::new(db);
            let issuer = world.issuer("acme");
            let badge = world.badge(issuer.id);
            world.award(&badge);
            world.clock.advance(SignedDuration::from_hours(48));
            let mut order = AwardOrder::new(badge.id, "leo@example.org");
            order.recipient.name = Some("Leo Åkerlind".into());
            let leo = world.award_with(order).assertion;
            let words = |words: &str| Sought { words: words.into(), ..Sought::default() };
            let day: Date = "2026-11-24".parse().unwrap();

            for sought in [
                words(" LEO@example.org "),
                words("LIND"),
                words("åker"),
                Sought { from: Some(day), ..Sought::default() },
                Sought { until: Some(day), ..words("Leo") },
            ] {
                let ids: Vec<_> = found(&world, issuer.id, &sought).iter().map(|award| award.id).collect();
                assert_eq!(ids, [leo.id], "{sought:?}");
            }
            assert_eq!(found(&world, issuer.id, &Sought::default()).len(), 2);
            let before = Sought { until: Some(day.yesterday().unwrap()), ..Sought::default() };
            assert_eq!(found(&world, issuer.id, &before).len(), 1);
        }

        fn awards_of_the_issuers_below_are_found_where_they_are_asked_for(db: &TestDatabase) {
            let world = World::new(db);
            let issuer = world.issuer("acme");
            let below = world.issuer_below("class", issuer.id);
            world.award(&world.badge(below.id));

            let own = found(&world, issuer.id, &Sought::default());
            let all = found(&world, issuer.id, &Sought { below: true, ..Sought::default() });

            assert_eq!((own.len(), all.len()), (0, 1));
        }
    }
}
