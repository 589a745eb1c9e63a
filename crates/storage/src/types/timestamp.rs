//! Points in time, kept as whole microseconds.

use std::fmt;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;
use serde::{Deserialize, Serialize};

use crate::connection::MultiBackend;

/// A point in time in UTC, cut to microseconds when it is made.
///
/// Cutting early rather than on the way into the database keeps a record equal to itself after it
/// was stored and read back.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    AsExpression,
    FromSqlRow,
)]
#[serde(from = "jiff::Timestamp", into = "jiff::Timestamp")]
#[diesel(sql_type = BigInt)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// The time as jiff knows it.
    #[must_use]
    pub const fn as_jiff(&self) -> jiff::Timestamp {
        self.0
    }

    /// Microseconds since 1970, negative before.
    #[must_use]
    pub fn as_microseconds(&self) -> i64 {
        self.0.as_microsecond()
    }

    /// Reads microseconds since 1970; an error if that is outside the years -9999 to 9999.
    pub fn from_microseconds(microseconds: i64) -> Result<Self, jiff::Error> {
        jiff::Timestamp::from_microsecond(microseconds).map(Self)
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        let whole = jiff::Timestamp::from_microsecond(time.as_microsecond())
            .expect("cutting digits off a timestamp leaves it within its range");
        Self(whole)
    }
}

impl From<Timestamp> for jiff::Timestamp {
    fn from(time: Timestamp) -> Self {
        time.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ToSql<BigInt, Sqlite> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.as_microseconds());
        Ok(IsNull::No)
    }
}

impl ToSql<BigInt, Pg> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<BigInt, Pg>::to_sql(&self.as_microseconds(), &mut out.reborrow())
    }
}

impl ToSql<BigInt, MultiBackend> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((BigInt, self));
        Ok(IsNull::No)
    }
}

impl<DB> FromSql<BigInt, DB> for Timestamp
where
    DB: Backend,
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_microseconds(i64::from_sql(value)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_are_cut_when_a_timestamp_is_made() {
        let fine: jiff::Timestamp = "2026-11-22T10:00:00.123456789Z".parse().unwrap();

        let time = Timestamp::from(fine);

        assert_eq!(time.to_string(), "2026-11-22T10:00:00.123456Z");
    }

    #[test]
    fn a_timestamp_before_1970_keeps_its_microseconds() {
        let time = Timestamp::from_microseconds(-1).unwrap();

        assert_eq!(time.as_microseconds(), -1);
    }
}
