use super::super::colour::oklch;

/// Whether an award still holds, as a card says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardState {
    /// It holds.
    Valid,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Withdrawn,
    /// It does not hold for the time being.
    Suspended,
    /// Its time has not come.
    NotYet,
    /// Nobody could look.
    Unchecked,
}

/// The look of a state: each can be told without colour by its word, its sign and its edge.
pub(super) struct Look {
    pub(super) word: &'static str,
    /// Sign on a grid of 48 by 48, drawn in lines.
    pub(super) sign: &'static str,
    pub(super) ink: String,
    pub(super) ground: String,
    pub(super) edge: String,
    /// How the edge is drawn.
    pub(super) stroke: Edge,
}

pub(super) enum Edge {
    Solid,
    Dashed,
    Double,
    Dotted,
}

const SEAL: &str = r#"<path d="M24 3l4.7 3.6 5.800-.9 2.700 5.200 5.600 1.900-.3 5.900 3.800 4.500-3 5.100 1.500 5.700-5.100 3-1.200 5.800-5.900.2L28.300 47 24 43.500 19.700 47l-4.300-4-5.900-.2-1.200-5.800-5.100-3 1.500-5.700-3-5.100 3.800-4.500-.3-5.900 5.600-1.900 2.700-5.200 5.800.9z"/><path d="M15.500 25l6 6 11.500-13" stroke-width="3"/>"#;
const HOURGLASS: &str = r#"<path d="M11 5h26M11 43h26M14 5v6c0 6 8 9 8 13s-8 7-8 13v6M34 5v6c0 6-8 9-8 13s8 7 8 13v6"/><path d="M17 40c2-5 5-6 7-6s5 1 7 6z" fill="currentColor"/>"#;
const OCTAGON: &str = r#"<path d="M15.500 4h17L44 15.500v17L32.500 44h-17L4 32.500v-17z"/><path d="M14 24h20" stroke-width="4"/>"#;
const PAUSE: &str =
    r#"<circle cx="24" cy="24" r="20"/><path d="M18.500 16v16M29.500 16v16" stroke-width="4"/>"#;
const BROKEN_RING: &str = r#"<circle cx="24" cy="24" r="20" stroke-dasharray="5 4"/><path d="M18.500 19.500c0-7 11.200-6.800 11 0-.1 4.300-5.500 4.600-5.500 9M24 34.500v.2" stroke-width="3"/>"#;

impl CardState {
    /// Whether the badge is shown without its colours.
    pub(super) fn dims_badge(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Suspended)
    }

    pub(super) fn look(self) -> Look {
        match self {
            Self::Valid => Look {
                word: "Valid",
                sign: SEAL,
                ink: oklch(0.38, 0.085, 158.0),
                ground: oklch(0.958, 0.022, 150.0),
                edge: oklch(0.52, 0.11, 158.0),
                stroke: Edge::Solid,
            },
            Self::Expired => waiting("Expired", HOURGLASS),
            Self::NotYet => waiting("Not valid yet", HOURGLASS),
            Self::Suspended => waiting("Suspended", PAUSE),
            Self::Withdrawn => Look {
                word: "Withdrawn",
                sign: OCTAGON,
                ink: oklch(0.41, 0.13, 22.0),
                ground: oklch(0.956, 0.018, 25.0),
                edge: oklch(0.52, 0.17, 23.0),
                stroke: Edge::Double,
            },
            Self::Unchecked => Look {
                word: "Not checked",
                sign: BROKEN_RING,
                ink: oklch(0.39, 0.06, 265.0),
                ground: oklch(0.956, 0.016, 262.0),
                edge: oklch(0.55, 0.07, 265.0),
                stroke: Edge::Dotted,
            },
        }
    }
}

fn waiting(word: &'static str, sign: &'static str) -> Look {
    Look {
        word,
        sign,
        ink: oklch(0.41, 0.085, 70.0),
        ground: oklch(0.958, 0.034, 88.0),
        edge: oklch(0.57, 0.12, 68.0),
        stroke: Edge::Dashed,
    }
}
