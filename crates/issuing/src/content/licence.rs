//! Creative Commons licences, by whichever name people write them.

/// Where the Creative Commons keep their licences.
const LICENCES: &str = "https://creativecommons.org/licenses/";
/// Where they keep the deed by which somebody gives up all rights.
const ZERO: &str = "https://creativecommons.org/publicdomain/zero/";

/// A Creative Commons licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commons {
    /// `BY`, `BY-SA`, `BY-NC`, …; `0` for the public domain.
    terms: String,
    /// `4.0`
    version: String,
}

impl Commons {
    /// The licences that the editor offers.
    pub const OFFERED: &[&str] = &[
        "CC BY 4.0",
        "CC BY-SA 4.0",
        "CC BY-NC 4.0",
        "CC BY-NC-SA 4.0",
        "CC0 1.0",
    ];

    /// Reads `CC BY-SA 4.0`, `CC0 1.0`, or the licence's address.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let plain = text
            .trim_end_matches('/')
            .replacen("http://", "https://", 1);
        let (terms, version) = if let Some(rest) = plain.strip_prefix(LICENCES) {
            let (terms, version) = rest.split_once('/')?;
            (terms.to_owned(), version)
        } else if let Some(version) = plain.strip_prefix(ZERO) {
            ("0".to_owned(), version)
        } else if let Some(version) = text.strip_prefix("CC0 ") {
            ("0".to_owned(), version)
        } else {
            let (terms, version) = text.strip_prefix("CC ")?.split_once(' ')?;
            (terms.to_owned(), version)
        };
        let terms = terms.to_uppercase();
        let known = matches!(
            terms.as_str(),
            "0" | "BY" | "BY-SA" | "BY-NC" | "BY-NC-SA" | "BY-ND" | "BY-NC-ND"
        );
        let is_number = version.chars().all(|c| c.is_ascii_digit() || c == '.');
        (known && is_number && !version.is_empty()).then(|| Self {
            terms,
            version: version.to_owned(),
        })
    }

    /// `CC BY-SA 4.0`
    pub fn name(&self) -> String {
        match self.terms.as_str() {
            "0" => format!("CC0 {}", self.version),
            terms => format!("CC {terms} {}", self.version),
        }
    }

    /// The licence's own address.
    pub fn url(&self) -> String {
        match self.terms.as_str() {
            "0" => format!("{ZERO}{}/", self.version),
            terms => format!("{LICENCES}{}/{}/", terms.to_lowercase(), self.version),
        }
    }

    /// Whether others may change what is under it.
    pub fn allows_changes(&self) -> bool {
        !self.terms.contains("ND")
    }

    /// Whether what is made from it must stay under the same licence.
    pub fn must_stay(&self) -> bool {
        self.terms.contains("SA")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_read_by_name_and_by_address() {
        for (text, name) in [
            ("CC BY 4.0", "CC BY 4.0"),
            (
                "https://creativecommons.org/licenses/by-nc-sa/4.0/",
                "CC BY-NC-SA 4.0",
            ),
            ("http://creativecommons.org/licenses/by/3.0", "CC BY 3.0"),
            ("CC0 1.0", "CC0 1.0"),
            (
                "https://creativecommons.org/publicdomain/zero/1.0/",
                "CC0 1.0",
            ),
        ] {
            let licence = Commons::read(text).unwrap();

            assert_eq!(licence.name(), name);
            assert_eq!(Commons::read(&licence.url()), Some(licence));
        }
    }

    #[test]
    fn other_words_are_no_licence_of_the_commons() {
        for text in [
            "",
            "All rights reserved",
            "CC BY",
            "CC XX 4.0",
            "CC BY 4.0\"><script>",
            "https://creativecommons.org/licenses/by/x",
        ] {
            assert_eq!(Commons::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_licence_asks_is_known() {
        let licence = |text| Commons::read(text).unwrap();

        assert!(!licence("CC BY-ND 4.0").allows_changes());
        assert!(licence("CC BY-SA 4.0").must_stay());
        assert!(licence("CC BY 4.0").allows_changes() && !licence("CC BY 4.0").must_stay());
    }
}
