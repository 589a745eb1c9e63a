//! Comma-separated values (RFC 4180), read as people write them: any of three separators, quotes where they please.

/// The records of a table, head first.
pub(super) struct Records<'text> {
    rest: std::iter::Peekable<std::str::Chars<'text>>,
    separator: char,
}

impl<'text> Records<'text> {
    /// The separator is the one that the first line has most of.
    pub(super) fn of(text: &'text str) -> Self {
        let head = text.lines().next().unwrap_or_default();
        let separator = [',', ';', '\t']
            .into_iter()
            .max_by_key(|one| head.chars().filter(|letter| letter == one).count())
            .unwrap_or(',');
        Self {
            rest: text.chars().peekable(),
            separator,
        }
    }

    /// One value, and whether it was the last of its record.
    fn cell(&mut self) -> (String, bool) {
        let mut cell = String::new();
        let mut quoted = false;
        while let Some(letter) = self.rest.next() {
            match letter {
                '"' if quoted && self.rest.peek() == Some(&'"') => {
                    self.rest.next();
                    cell.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if cell.is_empty() => quoted = true,
                _ if quoted => cell.push(letter),
                '\r' if self.rest.peek() == Some(&'\n') => {}
                '\n' => return (cell, true),
                _ if letter == self.separator => return (cell, false),
                _ => cell.push(letter),
            }
        }
        (cell, true)
    }
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        self.rest.peek()?;
        let mut record = Vec::new();
        loop {
            let (cell, last) = self.cell();
            record.push(cell);
            if last {
                return Some(record);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<Vec<String>> {
        Records::of(text).collect()
    }

    #[test]
    fn quotes_hold_separators_line_breaks_and_quotes() {
        let read = records("a,b\r\n\"x, y\",\"say \"\"hi\"\"\nthere\"\r\n,\n");

        assert_eq!(
            read,
            [
                vec!["a", "b"],
                vec!["x, y", "say \"hi\"\nthere"],
                vec!["", ""]
            ]
        );
    }

    #[test]
    fn a_file_that_breaks_off_within_quotes_still_ends() {
        assert_eq!(
            records("a;b\n\"open;1\n2"),
            [vec!["a", "b"], vec!["open;1\n2"]]
        );
    }
}
