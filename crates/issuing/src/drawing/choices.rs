//! The choices of a recipe: each has a word for programs, a label, and a word for the description.

macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($(#[$default:ident])? $variant:ident $word:literal $label:literal $spoken:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = $label] $(#[$default])? #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All there are, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that programs use.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// How it is told to somebody who does not see it.
            pub fn spoken(self) -> &'static str {
                match self { $(Self::$variant => $spoken),+ }
            }

            /// The choice of that word.
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.word() == word)
            }
        }
    };
}

choices! {
    /// The silhouette.
    Shape {
        #[default]
        Round "round" "Round" "round";
        Scallop "scallop" "Scallop" "scalloped";
        Octofoil "octofoil" "Flower" "flower-shaped";
        Hexagon "hexagon" "Hexagon" "six-sided";
        Octagon "octagon" "Octagon" "eight-sided";
        Shield "shield" "Shield" "shield-shaped";
        Ogee "ogee" "Arch" "arch-shaped";
        Burst "burst" "Sun" "sun-shaped";
        Cog "cog" "Cog" "cog-shaped";
        Tile "tile" "Tile" "square";
        Stamp "stamp" "Stamp" "stamp-shaped";
    }
}

choices! {
    /// The colours. With [`Palette::Own`] the recipe says which colour it starts from.
    Palette {
        #[default]
        Lagoon "lagoon" "Lagoon" "teal";
        Madder "madder" "Madder" "crimson";
        Cobalt "cobalt" "Cobalt" "blue";
        Marigold "marigold" "Marigold" "golden";
        Spruce "spruce" "Spruce" "green";
        Heather "heather" "Heather" "purple";
        Clay "clay" "Clay" "terracotta";
        Night "night" "Night" "midnight blue";
        Own "own" "Our own colour" "coloured";
    }
}

choices! {
    /// Which of the colours is ring, field and wire.
    Light {
        #[default]
        Dusk "dusk" "Dusk" "with a dark ring";
        Day "day" "Day" "with a bright ring";
        Ivory "ivory" "Ivory" "with a pale ring";
    }
}

choices! {
    /// The rim and the wires.
    Metal {
        #[default]
        Gold "gold" "Gold" "gold";
        Silver "silver" "Silver" "silver";
        Copper "copper" "Copper" "copper";
    }
}

choices! {
    /// What is engraved below the enamel of the field.
    Pattern {
        None "none" "Plain" "plain";
        #[default]
        Rays "rays" "Rays" "rays";
        Rings "rings" "Rings" "rings";
        Dots "dots" "Dots" "dots";
        Waves "waves" "Waves" "waves";
        Weave "weave" "Weave" "a weave";
        Guilloche "guilloche" "Rosette" "a rosette";
    }
}
