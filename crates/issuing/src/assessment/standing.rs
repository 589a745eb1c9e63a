//! Whether a rule holds.

use accolade_storage::types::{BadgeClassId, ReviewKind};

use super::{AssessmentRule, Check, Look};

/// One person's word, as far as a rule looks at it. Each voice must be another person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice<'a> {
    /// Whose look it was.
    pub kind: ReviewKind,
    /// The badge classes that the person was found to hold.
    pub holds: &'a [BadgeClassId],
    /// Whether they found everything that is required.
    pub supports: bool,
}

/// How a rule stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The ways of the rule, in its order, each with what it still lacks.
    pub ways: Vec<Way>,
    /// The automatic checks that are not passed.
    pub failed: Vec<Check>,
}

/// One way to a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The looks that are still missing, each with the number that is.
    pub missing: Vec<Look>,
}

impl Standing {
    /// Whether a yes is due: every check is passed, and one way lacks nothing.
    pub fn holds(&self) -> bool {
        self.failed.is_empty() && self.ways.iter().any(|way| way.missing.is_empty())
    }

    /// The way that lacks least; of several, the first.
    pub fn nearest(&self) -> Option<&Way> {
        self.ways.iter().min_by_key(|way| way.lacks())
    }
}

impl Way {
    fn lacks(&self) -> u32 {
        self.missing.iter().map(|look| look.count).sum()
    }
}

/// Holds a rule against what was said of an application and against the automatic checks.
///
/// One person fills one place of a way, also where two would be open to them: a peer who holds the badge is a peer or a
/// holder, not both. Places are given so that as many as possible are filled.
pub fn standing(rule: &AssessmentRule, voices: &[Voice<'_>], checks: &[Check]) -> Standing {
    Standing {
        ways: rule
            .any_of
            .iter()
            .map(|looks| missing(looks, voices))
            .collect(),
        failed: checks
            .iter()
            .filter(|check| !check.passed)
            .cloned()
            .collect(),
    }
}

fn missing(looks: &[Look], voices: &[Voice<'_>]) -> Way {
    let places: Vec<usize> = looks
        .iter()
        .enumerate()
        .flat_map(|(position, look)| (0..look.count).map(move |_| position))
        .collect();
    // The place that each voice has, if any.
    let mut seats: Vec<Option<usize>> = vec![None; voices.len()];
    let filled: Vec<bool> = (0..places.len())
        .map(|place| {
            let mut asked = vec![false; voices.len()];
            fill(place, &places, looks, voices, &mut seats, &mut asked)
        })
        .collect();
    let lacking = looks.iter().enumerate().filter_map(|(position, look)| {
        let lacks = places
            .iter()
            .zip(&filled)
            .filter(|(of, filled)| **of == position && !**filled)
            .count();
        let count = u32::try_from(lacks).unwrap_or(u32::MAX);
        (count > 0).then(|| Look {
            count,
            ..look.clone()
        })
    });
    Way {
        missing: lacking.collect(),
    }
}

/// Gives the place to a voice; one that sits elsewhere moves if another can take its seat.
fn fill(
    place: usize,
    places: &[usize],
    looks: &[Look],
    voices: &[Voice<'_>],
    seats: &mut [Option<usize>],
    asked: &mut [bool],
) -> bool {
    for voice in 0..voices.len() {
        if asked[voice] || !looks[places[place]].takes(&voices[voice]) {
            continue;
        }
        asked[voice] = true;
        let free = match seats[voice] {
            None => true,
            Some(other) => fill(other, places, looks, voices, seats, asked),
        };
        if free {
            seats[voice] = Some(place);
            return true;
        }
    }
    false
}

impl Look {
    /// Whether this person's word can fill a place of this look.
    fn takes(&self, voice: &Voice<'_>) -> bool {
        let of_kind = match self.kind {
            ReviewKind::Holder => !matches!(voice.kind, ReviewKind::Own | ReviewKind::Machine),
            kind => voice.kind == kind,
        };
        let holds = self
            .holding
            .is_none_or(|badge| voice.holds.contains(&badge));
        voice.supports && of_kind && holds
    }
}

#[cfg(test)]
mod tests;
