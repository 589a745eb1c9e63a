//! Colours: the eight palettes, one made from any colour, and how well one is seen on another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::choices::{Metal, Palette};

/// A colour of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red, green and blue, 0 to 255.
    pub rgb: [u8; 3],
}

/// The five colours of a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// The darkest: outlines, and the ring at dusk.
    pub deep: Colour,
    /// The colour one would name.
    pub main: Colour,
    /// Between main and tint: patterns, second parts.
    pub mid: Colour,
    /// The palest: ribbons and pale grounds.
    pub tint: Colour,
    /// For the one thing that should be seen first.
    pub accent: Colour,
}

/// A metal: highlight, body, shadow, and the wire that is drawn from it.
pub(super) struct Alloy {
    pub(super) highlight: Colour,
    pub(super) body: Colour,
    pub(super) shadow: Colour,
    pub(super) wire: Colour,
}

const fn hex(rgb: u32) -> Colour {
    Colour {
        rgb: [(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8],
    }
}

const fn five(all: [u32; 5]) -> Colours {
    Colours {
        deep: hex(all[0]),
        main: hex(all[1]),
        mid: hex(all[2]),
        tint: hex(all[3]),
        accent: hex(all[4]),
    }
}

const LAGOON: Colours = five([0x0b3440, 0x14697a, 0x4fa9b3, 0xdcf0ec, 0xf2b33d]);
const MADDER: Colours = five([0x53112a, 0xa02c47, 0xdd7480, 0xfde8e2, 0xf4bd5e]);
const COBALT: Colours = five([0x14234c, 0x2b4f9e, 0x7d9fe3, 0xe6eefc, 0xf5bb4c]);
const MARIGOLD: Colours = five([0x5c3206, 0xd58a12, 0xf6c665, 0xfff5d9, 0x1c5f6c]);
const SPRUCE: Colours = five([0x0d3327, 0x1f6b50, 0x68b08c, 0xe2f4e8, 0xf1c85c]);
const HEATHER: Colours = five([0x361e44, 0x6b4681, 0xb08cc0, 0xf4e9f5, 0xefb85c]);
const CLAY: Colours = five([0x4f2010, 0xb4532c, 0xea9c72, 0xfdeadd, 0x1f6874]);
const NIGHT: Colours = five([0x0b1230, 0x1c2c63, 0x6b80c4, 0xe9edfb, 0xf3cf7a]);

/// The colour of a palette of one's own that says none.
const UNSAID: Colour = hex(0x5b6670);

impl Colours {
    /// The colours of a palette; `own` is the colour that [`Palette::Own`] starts from.
    pub fn of(palette: Palette, own: Option<Colour>) -> Self {
        match palette {
            Palette::Lagoon => LAGOON,
            Palette::Madder => MADDER,
            Palette::Cobalt => COBALT,
            Palette::Marigold => MARIGOLD,
            Palette::Spruce => SPRUCE,
            Palette::Heather => HEATHER,
            Palette::Clay => CLAY,
            Palette::Night => NIGHT,
            Palette::Own => Self::around(own.unwrap_or(UNSAID)),
        }
    }

    /// Five colours around one: its hue, in the lightness that each place needs.
    fn around(main: Colour) -> Self {
        let Oklch { chroma, hue, .. } = main.oklch();
        let is_warm = (40.0..130.0).contains(&hue) && chroma > 0.05;
        Self {
            deep: Oklch::new(0.27, chroma.min(0.075), hue).colour(),
            main,
            mid: Oklch::new(0.72, (chroma * 0.75).min(0.11), hue).colour(),
            tint: Oklch::new(0.955, chroma.min(0.02), hue).colour(),
            accent: if is_warm { MARIGOLD } else { LAGOON }.accent,
        }
    }
}

impl Alloy {
    pub(super) fn of(metal: Metal) -> Self {
        let [highlight, body, shadow, wire] = match metal {
            Metal::Gold => [0xfff0bd, 0xe3b549, 0x9a6a16, 0xf3d27a],
            Metal::Silver => [0xffffff, 0xc3ccd2, 0x76848d, 0xe6ebee],
            Metal::Copper => [0xffe0c7, 0xd2885a, 0x86451f, 0xefb48d],
        };
        Self {
            highlight: hex(highlight),
            body: hex(body),
            shadow: hex(shadow),
            wire: hex(wire),
        }
    }
}

/// How well one colour is seen on another, 1 to 21, as WCAG computes it. Large words and signs need 3, small
/// words 4.5.
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (a, b) = (one.luminance(), other.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl Colour {
    /// The one of two that is seen better on this.
    pub(super) fn better_of(self, one: Self, other: Self) -> Self {
        if contrast(self, one) >= contrast(self, other) {
            one
        } else {
            other
        }
    }

    /// Name of the palette whose colour is nearest; `ash` for a grey.
    pub(super) fn nearest(self) -> &'static str {
        let Oklch { chroma, hue, .. } = self.oklch();
        if chroma < 0.03 {
            return "ash";
        }
        let away = |palette: &Palette| {
            let other = Colours::of(*palette, None).main.oklch().hue;
            let turn = (hue - other).abs() % 360.0;
            turn.min(360.0 - turn)
        };
        // Night is cobalt's hue at another hour; a colour of one's own hangs in the brighter of them.
        Palette::ALL
            .iter()
            .filter(|palette| !matches!(palette, Palette::Own | Palette::Night))
            .min_by(|a, b| away(a).total_cmp(&away(b)))
            .map_or("ash", |palette| palette.word())
    }

    /// Whether it is nearly without a hue.
    pub(super) fn is_grey(self) -> bool {
        self.oklch().chroma < 0.03
    }

    fn linear(self) -> [f64; 3] {
        self.rgb.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn oklch(self) -> Oklch {
        let [red, green, blue] = self.linear();
        let root = |by_red: f64, by_green: f64, by_blue: f64| {
            (by_red * red + by_green * green + by_blue * blue).cbrt()
        };
        let long = root(0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9);
        let medium = root(0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6);
        let short = root(0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5);
        let lightness = 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short;
        let a = 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short;
        Oklch {
            lightness,
            chroma: a.hypot(b),
            hue: b.atan2(a).to_degrees().rem_euclid(360.0),
        }
    }
}

/// A colour by what the eye sees: lightness 0 to 1, strength from 0, hue in degrees.
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

impl Oklch {
    fn new(lightness: f64, chroma: f64, hue: f64) -> Self {
        Self {
            lightness,
            chroma,
            hue,
        }
    }

    fn colour(&self) -> Colour {
        crate::images::oklch(self.lightness, self.chroma, self.hue)
            .parse()
            .expect("the space writes colours as six digits")
    }
}

/// What is no colour: six hexadecimal digits after a `#` are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a colour is written as # and six digits, such as #2b4f9e")]
pub struct NoColour;

impl FromStr for Colour {
    type Err = NoColour;

    fn from_str(text: &str) -> Result<Self, NoColour> {
        let digits = text.trim().strip_prefix('#').ok_or(NoColour)?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NoColour);
        }
        u32::from_str_radix(digits, 16)
            .map(hex)
            .map_err(|_| NoColour)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_has_the_contrast_that_wcag_gives() {
        let (black, white) = (hex(0), hex(0xff_ffff));

        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
        assert!((contrast(white, black) - 21.0).abs() < 1e-9);
        assert!((contrast(hex(0x76_7676), white) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_goes_to_oklch_and_back() {
        for rgb in [0x2b_4f9e, 0xff_0000, 0x00_ff00, 0xd5_8a12, 0x12_3456] {
            let colour = hex(rgb);

            let back = colour.oklch().colour();

            for (a, b) in colour.rgb.into_iter().zip(back.rgb) {
                assert!(a.abs_diff(b) <= 1, "{colour} came back as {back}");
            }
        }
    }

    #[test]
    fn a_colour_hangs_in_the_palette_of_its_hue() {
        assert_eq!(hex(0x00_5bbb).nearest(), "cobalt");
        assert_eq!(hex(0xcc_0022).nearest(), "madder");
        assert_eq!(hex(0x0a_8a3a).nearest(), "spruce");
        assert_eq!(hex(0x80_8080).nearest(), "ash");
    }

    #[test]
    fn what_is_no_colour_is_told() {
        for text in [
            "", "#12345", "#1234567", "123456", "#12345g", "#+12345", "red",
        ] {
            assert_eq!(text.parse::<Colour>(), Err(NoColour), "{text}");
        }
    }
}
