//! Capital and small letters, alike on every database.
//!
//! SQLite folds the twenty-six letters of ASCII, PostgreSQL as many as its locale knows, which may be none: whoever looks
//! for `åker` is to find Åkerlind on each. So the database folds what it can, and is asked for the spellings that names
//! have.

use diesel::sql_types::{Nullable, Text};

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in small letters, as far as the database knows them.
    fn lower(text: Nullable<Text>) -> Nullable<Text>;
}

/// The ways in which a name may be written, where capital letters were not minded: as it is, in small letters, and
/// with a capital letter at the beginning of each word.
pub(crate) fn spellings(name: &str) -> [String; 3] {
    let small = name.to_lowercase();
    let mut begins = true;
    let capital = small.chars().fold(String::new(), |mut done, letter| {
        if begins {
            done.extend(letter.to_uppercase());
        } else {
            done.push(letter);
        }
        begins = !letter.is_alphanumeric();
        done
    });
    [name.to_owned(), small, capital]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_three_spellings() {
        let expected = ["ÅSA ÖBERG-ÅSTRÖM", "åsa öberg-åström", "Åsa Öberg-Åström"];

        assert_eq!(spellings("ÅSA ÖBERG-ÅSTRÖM"), expected);
    }
}
