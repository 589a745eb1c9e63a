//! The colours of the design: a palette is a hue and a strength, lightness is fixed.

/// What a badge lends to the place where it hangs.
pub(super) struct Palette {
    pub(super) ground: String,
    pub(super) wall: String,
    pub(super) line: String,
}

/// The hue and strength of each palette; what is unknown hangs on ash.
const PALETTES: [(&str, f64, f64); 9] = [
    ("lagoon", 205.0, 0.68),
    ("madder", 10.0, 0.72),
    ("cobalt", 262.0, 0.72),
    ("marigold", 82.0, 1.15),
    ("spruce", 160.0, 0.75),
    ("heather", 318.0, 0.7),
    ("clay", 48.0, 0.95),
    ("night", 272.0, 0.6),
    ("ash", 225.0, 0.2),
];

impl Palette {
    pub(super) fn named(name: &str) -> Self {
        let (_, hue, strength) = PALETTES
            .into_iter()
            .find(|(known, ..)| *known == name)
            .unwrap_or(PALETTES[8]);
        Self {
            ground: oklch(0.925, 0.042 * strength, hue),
            wall: oklch(0.865, 0.062 * strength, hue),
            line: oklch(0.6, 0.1 * strength, hue),
        }
    }
}

/// Writes a colour of the OKLCH space as `#rrggbb`.
pub(crate) fn oklch(lightness: f64, chroma: f64, hue: f64) -> String {
    let (sin, cos) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * cos, chroma * sin);
    let cube = |by_a: f64, by_b: f64| (lightness + by_a * a + by_b * b).powi(3);
    let long = cube(0.396_337_777_4, 0.215_803_757_3);
    let medium = cube(-0.105_561_345_8, -0.063_854_172_8);
    let short = cube(-0.089_484_177_5, -1.291_485_548_0);
    let channel = |by_long: f64, by_medium: f64, by_short: f64| {
        let linear = by_long * long + by_medium * medium + by_short * short;
        let curved = if linear <= 0.003_130_8 {
            12.92 * linear
        } else {
            1.055 * linear.powf(1.0 / 2.4) - 0.055
        };
        (curved.clamp(0.0, 1.0) * 255.0).round() as u8
    };
    format!(
        "#{:02x}{:02x}{:02x}",
        channel(4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2),
        channel(-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5),
        channel(-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_come_out() {
        assert_eq!(oklch(1.0, 0.0, 0.0), "#ffffff");
        assert_eq!(oklch(0.0, 0.0, 0.0), "#000000");
        assert_eq!(oklch(0.627_96, 0.257_68, 29.234), "#ff0000");
    }

    #[test]
    fn an_unknown_palette_is_ash() {
        assert_eq!(Palette::named("puce").wall, Palette::named("ash").wall);
    }
}
