use super::*;

fn people(text: &str) -> Vec<Person> {
    let mut table = Table::of(text);
    let columns = table.columns();
    table.map(|cells| columns.read(&cells)).collect()
}

fn person(name: &str, email: &str) -> Person {
    Person {
        name: name.to_owned(),
        email: email.to_owned(),
        ..Person::default()
    }
}

#[test]
fn one_person_a_line_is_enough() {
    let pasted = "Mia Carter\n\n  ben@school.example \nTom Ash <tom@school.example>\nEve Lind eve@school.example\n";

    assert_eq!(
        people(pasted),
        [
            person("Mia Carter", ""),
            person("", "ben@school.example"),
            person("Tom Ash", "tom@school.example"),
            person("Eve Lind", "eve@school.example"),
        ]
    );
}

#[test]
fn a_family_name_before_a_comma_is_half_of_one_name() {
    let pasted = "Carter, Mia\nvan der Berg, Anna Maria\nMüller-Özil, Zoë <zoe@school.example>\nLeo Lind\nben@school.example\n山田, 花子\n";

    let mut table = Table::of(pasted);
    let columns = table.columns();

    // The preview shows the two columns as they were read, and each can be changed there.
    assert_eq!(columns.meanings, [Meaning::LastName, Meaning::FirstName]);
    assert_eq!(
        people(pasted),
        [
            person("Mia Carter", ""),
            person("Anna Maria van der Berg", ""),
            person("Zoë Müller-Özil", "zoe@school.example"),
            person("Leo Lind", ""),
            person("", "ben@school.example"),
            person("花子 山田", ""),
        ]
    );
}

#[test]
fn a_comma_before_an_address_or_a_sentence_parts_a_name_from_something_else() {
    let with_address = people("Mia Carter, mia@school.example\nBen Adeyemi\n");
    let with_words = people("Mia Carter, asks good questions\nTom Ash, 12 points\n");
    let three = people("Carter, Mia, 7b\n");

    assert_eq!(with_address[0], person("Mia Carter", "mia@school.example"));
    assert_eq!(with_words[0].name, "Mia Carter");
    assert_eq!(with_words[0].narrative, "asks good questions");
    assert_eq!(three[0].name, "Carter");
}

#[test]
fn titles_tell_what_the_columns_are_in_any_order() {
    let saved =
        "Class;E-Mail;Nachname;Vorname;Kommentar\n7b;mia@school.example;Carter;Mia;Fragt gut\n";

    let found = people(saved);

    assert_eq!(found.len(), 1);
    assert_eq!(
        (
            found[0].name.as_str(),
            found[0].email.as_str(),
            found[0].narrative.as_str()
        ),
        ("Mia Carter", "mia@school.example", "Fragt gut")
    );
}

#[test]
fn cells_without_titles_are_known_by_what_they_look_like() {
    let pasted =
        "Mia Carter\tmia@school.example\thttps://work.example/1\nTom Ash\ttom@school.example\t\n";

    let found = people(pasted);

    assert_eq!(found[0].evidence, "https://work.example/1");
    assert_eq!(found[1], person("Tom Ash", "tom@school.example"));
}

#[test]
fn a_quoted_cell_may_hold_lines_separators_and_quotes() {
    let saved =
        "name,email,narrative\r\n\"Carter, Mia\",mia@a.example,\"One;\r\ntwo, \"\"three\"\"\"\r\n";

    let found = people(saved);

    assert_eq!(found[0].name, "Carter, Mia");
    assert_eq!(found[0].narrative, "One;\r\ntwo, \"three\"");
}

#[test]
fn every_usual_encoding_is_read() {
    let text = "name;email\nZoë Müller;zoe@a.example\n";
    let utf16 = |mark: bool, little: bool| {
        let mut bytes = Vec::new();
        let units = mark
            .then_some(0xfeff)
            .into_iter()
            .chain(text.encode_utf16());
        for unit in units {
            bytes.extend(if little {
                u16::to_le_bytes(unit)
            } else {
                u16::to_be_bytes(unit)
            });
        }
        bytes
    };
    let with_mark = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let windows = b"name;email\nZo\xeb M\xfcller;zoe@a.example\n".to_vec();

    for bytes in [
        text.as_bytes().to_vec(),
        with_mark,
        utf16(true, true),
        utf16(true, false),
        utf16(false, true),
        utf16(false, false),
        windows,
    ] {
        assert_eq!(
            people(&text_of(&bytes)),
            [person("Zoë Müller", "zoe@a.example")]
        );
    }
}

#[test]
fn rows_that_are_short_long_or_broken_are_rows_all_the_same() {
    let huge = "x".repeat(1_000_000);
    let saved = format!(
        "name,email\nMia\nTom,tom@a.example,more,and more\n\"never closed,eve@a.example\n{huge}\n"
    );

    let found = people(&saved);

    assert_eq!(found[0], person("Mia", ""));
    assert_eq!(found[1], person("Tom", "tom@a.example"));
    assert_eq!(found.len(), 3);
}

#[test]
fn nothing_gives_nothing() {
    for text in ["", "\n\n", " \t ", "\u{feff}", "name,email\n"] {
        assert_eq!(people(&text_of(text.as_bytes())), [], "{text:?}");
    }
}
