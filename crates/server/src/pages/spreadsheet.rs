//! Tables as CSV files that a spreadsheet opens without running anything in them.

/// A table as CSV (RFC 4180), with a byte order mark, because spreadsheets take it for another charset without.
///
/// What a spreadsheet would take for a formula gets an apostrophe in front.
pub(crate) fn csv<'a, const N: usize>(
    head: [&'a str; N],
    rows: impl IntoIterator<Item = [&'a str; N]>,
) -> String {
    let mut text = String::from('\u{feff}');
    for row in std::iter::once(head).chain(rows) {
        text.push_str(&line(row));
    }
    text
}

/// One line of such a table, for files that are written piece by piece.
pub(crate) fn line<const N: usize>(row: [&str; N]) -> String {
    let cells: Vec<String> = row.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

fn cell(value: &str) -> String {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let value = if formula {
        format!("'{value}")
    } else {
        value.to_owned()
    };
    if value.contains(['"', ',', ';', '\n', '\r']) || formula {
        return format!("\"{}\"", value.replace('"', "\"\""));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_words_in_the_spreadsheet() {
        let text = csv(
            ["a", "b"],
            [["=cmd|'/C calc'!A0", "@SUM(1)"], ["-1", "fine"]],
        );

        assert_eq!(
            text,
            "\u{feff}a,b\r\n\"'=cmd|'/C calc'!A0\",\"'@SUM(1)\"\r\n\"'-1\",fine\r\n"
        );
    }

    #[test]
    fn quotes_commas_and_lines_stay_within_their_cell() {
        let text = csv(["a"], [["say \"yes\", or\nno"]]);

        assert_eq!(text, "\u{feff}a\r\n\"say \"\"yes\"\", or\nno\"\r\n");
    }
}
