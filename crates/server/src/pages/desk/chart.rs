//! Awards month by month, as bars and as the table behind them.

use accolade_issuing::overview::Month;

/// The height of the highest bar, in units of the drawing.
const HIGHEST: i64 = 160;

/// Where the bars stand.
const FLOOR: i64 = 200;

/// How far one bar is from the next.
const STEP: i64 = 58;

/// A chart of bars; `desk/overview.html` draws it in a box of 716 by 232 units.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    /// What it shows, in a sentence, for those who do not see it.
    pub(crate) says: String,
    pub(crate) bars: Vec<Bar>,
}

/// A bar, with its numbers where they stand.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) left: i64,
    pub(crate) middle: i64,
    pub(crate) top: i64,
    pub(crate) height: i64,
    /// Where its number stands.
    pub(crate) above: i64,
    /// "Nov"
    pub(crate) short: String,
    /// "November 2026"
    pub(crate) long: String,
    pub(crate) value: String,
}

impl Chart {
    pub(crate) fn of(months: &[Month]) -> Self {
        let most = months.iter().map(|month| month.awards).max().unwrap_or(0);
        let bars: Vec<Bar> = (0..)
            .zip(months)
            .map(|(place, month)| bar(place, month, most))
            .collect();
        Self {
            says: sentence(months),
            bars,
        }
    }
}

fn bar(place: i64, month: &Month, most: i64) -> Bar {
    let height = month.awards * HIGHEST / most.max(1);
    // Something is never drawn as nothing.
    let height = if month.awards > 0 { height.max(2) } else { 0 };
    let left = 20 + place * STEP;
    Bar {
        left,
        middle: left + 19,
        top: FLOOR - height,
        height,
        above: FLOOR - height - 10,
        short: month.first.strftime("%b").to_string(),
        long: month.first.strftime("%B %Y").to_string(),
        value: crate::pages::words::thousands(month.awards.unsigned_abs()),
    }
}

fn sentence(months: &[Month]) -> String {
    let name = |month: &Month| month.first.strftime("%B %Y").to_string();
    let (Some(first), Some(last)) = (months.first(), months.last()) else {
        return String::new();
    };
    let span = format!("Awards a month from {} to {}", name(first), name(last));
    match months.iter().max_by_key(|month| month.awards) {
        Some(most) if most.awards > 0 => {
            format!("{span}, most in {}: {}", name(most), most.awards)
        }
        _ => format!("{span}: none"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn months(awards: &[i64]) -> Vec<Month> {
        (1..)
            .zip(awards)
            .map(|(month, awards)| Month {
                first: date(2026, month, 1),
                awards: *awards,
            })
            .collect()
    }

    #[test]
    fn the_fullest_month_is_as_high_as_the_chart_and_one_award_is_seen() {
        let chart = Chart::of(&months(&[1_000, 1, 0]));

        let heights: Vec<i64> = chart.bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [HIGHEST, 2, 0]);
        assert_eq!(
            chart.says,
            "Awards a month from January 2026 to March 2026, most in January 2026: 1000"
        );
    }

    #[test]
    fn a_year_without_awards_says_so() {
        let chart = Chart::of(&months(&[0, 0]));

        assert!(chart.says.ends_with(": none"));
        assert!(chart.bars.iter().all(|bar| bar.height == 0));
    }
}
