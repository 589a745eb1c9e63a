//! A QR code as one SVG path, so that it prints sharp and needs no request.

use fast_qr::{ECL, qr::QRBuilder};

/// A drawn code: `path` on a square grid of `size` units, with the quiet zone included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QrCode {
    pub(crate) path: String,
    pub(crate) size: usize,
}

/// Modules of white that scanners want around a code; the white tile around it adds more.
const QUIET: usize = 2;

impl QrCode {
    /// Draws `text`; `None` when it is too long for a code.
    pub(crate) fn draw(text: &str) -> Option<Self> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
        let mut path = String::new();
        for row in 0..code.size {
            let mut column = 0;
            while column < code.size {
                let length = (column..code.size)
                    .take_while(|&at| code[row][at].value())
                    .count();
                if length > 0 {
                    let (x, y) = (column + QUIET, row + QUIET);
                    path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
                }
                column += length.max(1);
            }
        }
        Some(Self {
            path,
            size: code.size + 2 * QUIET,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_path_on_a_small_grid() {
        let code = QrCode::draw("https://badges.alderbay.example/awards/0199a7e2").unwrap();

        // The finder pattern's upper edge is a run of seven modules at the quiet zone's corner.
        assert!(code.path.starts_with("M2 2h7v1h-7z"), "{}", code.path);
        assert!(code.size < 45);
    }

    #[test]
    fn a_text_beyond_the_largest_code_gives_none() {
        assert_eq!(QrCode::draw(&"x".repeat(5_000)), None);
    }
}
