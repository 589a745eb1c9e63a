//! A school week at the desk: what waits for a look, what hangs on the board, what is half done.
//!
//! Made through the same use cases as everything else, once, in the name of the people who would have done it.

use accolade_issuing::{
    Tools,
    access::Caller,
    accounts,
    applications::{applying, showing},
    awards::NewEvidence,
    batches::{self, NewBatch, Source},
    claims::{self, CardOrder, ClaimOrder, Code, LinkOrder, Terms},
    files, rosters,
};
use accolade_server::state::State;
use accolade_storage::{
    DbConnection,
    types::{BadgeClassId, EvidenceKind, IssuerId},
};
use anyhow::{Context as _, Result};

use super::content::{description_of, picture};
use super::fill::{Filled, Filler};

/// Whose week it is.
const TEACHER: (&str, &str) = ("ines.carvalho@kestrelhill.example", "Ines Carvalho");

/// Somebody who applied for a badge, and what they showed for each of its points. What is empty was not shown.
struct Applicant {
    name: &'static str,
    days_ago: i64,
    first: &'static str,
    cause: &'static str,
    /// One picture of the cause or two, each with what stands under it.
    pictures: &'static [(&'static str, &'static str)],
    changed: &'static str,
    last: &'static str,
}

const APPLICANTS: [Applicant; 4] = [
    Applicant {
        name: "Noor Haddad",
        days_ago: 6,
        first: "My first bridge held four books. Then the middle folded, slowly, and everybody saw it.",
        cause: "The film shows that the deck bends before anything else does. It was the deck, not the glue.",
        pictures: &[
            ("bridge-then", "4 November: four books"),
            ("bridge-now", "18 November: eleven books"),
        ],
        changed: "Only the deck: the sticks stand on edge now. Everything else is as it was.",
        last: "Four books, then eleven. I would not have believed that turning a stick is enough.",
    },
    Applicant {
        name: "Eszter Varga",
        days_ago: 4,
        first: "I wrote a programme that sorted our class by name. It put everybody called Ötvös at the end.",
        cause: "It compared letters by their numbers, and Ö has a high one.",
        pictures: &[],
        changed: "I told it which alphabet we use, and nothing else.",
        last: "Before: three names in the wrong place. After: none, and my brother’s class works too.",
    },
    Applicant {
        name: "Liam O’Brien",
        days_ago: 2,
        first: "The bread did not rise. I had said I knew how it works, so that was not nice.",
        cause: "The thermometer said that the milk was 61 degrees. Yeast dies at about 55.",
        pictures: &[("two-loaves", "Tuesday’s and Thursday’s")],
        changed: "",
        last: "One is flat and one is bread.",
    },
    Applicant {
        name: "Yuki Tanaka",
        days_ago: 1,
        first: "I spoke so fast that the last row asked what it had been about.",
        cause: "My sister counted: I breathed four times in two minutes.",
        pictures: &[],
        changed: "A full stop on my paper now means one breath.",
        last: "The first time took two minutes, the second three and a half. This time they laughed at the right place.",
    },
];

/// A class as it comes out of the office, with what usually is not right in it.
const CLASS: &str = "Name;E-mail\n\
    Mia Okafor;mia.okafor@pupils.kestrelhill.example\n\
    Ben Adeyemi;ben.adeyemi@pupils.kestrelhill.example\n\
    Chidi Eze;chidi.eze@pupils.kestrelhill.example\n\
    Dana Levi;dana.levi@\n\
    Emil Holm;emil.holm@pupils.kestrelhill.example\n\
    Farah Aziz;farah.aziz@pupils.kestrelhill.example\n\
    Gus Meyer;gus meyer@pupils.kestrelhill.example\n\
    Hana Sato;hana.sato@pupils.kestrelhill.example\n\
    Mia Okafor;mia.okafor@pupils.kestrelhill.example\n";

/// Who was at the observatory and has taken the badge already: name, answer, and whether the name is public.
const STARGAZERS: [(&str, &str, bool); 5] = [
    ("Ayşe Demir", "That Saturn really has the ring.", true),
    ("Tove Nilsson", "How cold it gets when nobody moves.", true),
    ("Jamal Reyes", "The moon is brighter than my lamp.", true),
    ("Kaia Lund", "", false),
    ("Otis Garnett", "I can find north now.", true),
];

/// Makes whatever of the week is missing.
pub(super) fn live(site: &State, filled: &mut Filled) -> Result<()> {
    let teacher = site
        .database
        .write(|conn| accounts::find_or_create(conn, &site.tools, TEACHER.0, TEACHER.1))?;
    let teacher = Caller::person(teacher.id);
    let mut week = Filler::new(site, filled.account);
    for applicant in &APPLICANTS {
        let badge = filled.badges["second-try"];
        week.once(
            "application",
            applicant.name,
            applicant.days_ago,
            |conn, tools| apply(conn, tools, badge, applicant),
        )?;
    }
    let (stars, code) = (filled.badges["night-sky"], filled.badges["code-explorer"]);
    week.once("claim link", "observatory", 1, |conn, tools| {
        observatory(conn, tools, &teacher, stars)
    })?;
    week.once("cards", "code club", 3, |conn, tools| {
        cards(conn, tools, &teacher, code)
    })?;
    week.once("batch", "8b", 0, |conn, tools| {
        let new = NewBatch {
            badge_class: code,
            title: "Class 8b.csv".to_owned(),
            source: Source::Text(CLASS.to_owned()),
        };
        Ok(batches::create(conn, tools, &teacher, new)?.id.to_string())
    })?;
    week.once("class list", "7c", 20, |conn, tools| {
        class_list(conn, tools, &teacher, filled.issuers["kestrel"])
    })?;
    filled.added += week.added;
    Ok(())
}

/// Hands an application in; where the badge takes none, as in a site that was filled before it did, there is nothing to do.
fn apply(
    conn: &mut DbConnection,
    tools: &Tools,
    badge: BadgeClassId,
    applicant: &Applicant,
) -> Result<String> {
    if applying::open_badge(conn, badge).is_err() {
        return Ok(String::new());
    }
    let nobody = Caller::anonymous();
    let first_name = applicant.name.split(' ').next().unwrap_or_default();
    let new = applying::NewApplication {
        name: applicant.name.to_owned(),
        email: format!("{}@pupils.kestrelhill.example", first_name.to_lowercase()),
        show_name: true,
        nominator: None,
    };
    let begun = applying::begin(conn, tools, &nobody, badge, &new)?;
    let pieces = [
        ("c1", words("How it went", applicant.first)),
        ("c2", shown(conn, tools, applicant)?),
        ("c3", words("What I changed", applicant.changed)),
        ("c4", words("Then and now", applicant.last)),
    ];
    for (point, piece) in pieces {
        if piece.content.narrative.is_some() {
            showing::add(conn, tools, &begun.token, Some(point), &piece)?;
        }
    }
    applying::submit(conn, tools, &nobody, &begun.token)?;
    Ok(begun.application.id.to_string())
}

fn words(name: &str, text: &str) -> NewEvidence {
    let mut item = NewEvidence::new(EvidenceKind::Text);
    item.content.name = Some(name.to_owned());
    item.content.narrative = Some(text.to_owned()).filter(|text| !text.is_empty());
    item
}

/// What was found out about the cause: words alone, with a picture, or with two.
fn shown(conn: &mut DbConnection, tools: &Tools, applicant: &Applicant) -> Result<NewEvidence> {
    let mut item = words("What I found out", applicant.cause);
    let mut stored = |name: &str| -> Result<_> {
        let drawing = picture(name)?;
        let digest = files::accept_image(conn, tools, drawing.as_bytes())?.digest;
        Ok((Some(digest), Some(description_of(drawing).to_owned())))
    };
    if let Some((name, caption)) = applicant.pictures.first() {
        item.kind = EvidenceKind::Picture;
        (item.file, item.content.alt) = stored(name)?;
        item.content.caption = Some((*caption).to_owned());
    }
    if let Some((name, caption)) = applicant.pictures.get(1) {
        item.kind = EvidenceKind::Pair;
        (item.second_file, item.content.second_alt) = stored(name)?;
        item.content.second_caption = Some((*caption).to_owned());
    }
    Ok(item)
}

/// A code on the board of the observatory, and those who have used it.
fn observatory(
    conn: &mut DbConnection,
    tools: &Tools,
    teacher: &Caller,
    badge: BadgeClassId,
) -> Result<String> {
    let order = LinkOrder {
        title: "The night at the observatory".to_owned(),
        giver: "Ms Carvalho".to_owned(),
        seats: Some(28),
        terms: Terms {
            without_email: true,
            names_on_screen: true,
            question: Some("What will you remember?".to_owned()),
            ..Terms::default()
        },
        ..LinkOrder::default()
    };
    let link = claims::create(conn, tools, teacher, badge, order)?;
    let code: Code = link
        .code
        .as_deref()
        .context("a link for all has a code")?
        .parse()?;
    for (name, answer, show) in STARGAZERS {
        let order = ClaimOrder {
            name: name.to_owned(),
            email: String::new(),
            show_name: show,
            answer: answer.to_owned(),
            show_answer: show,
            once: name.to_owned(),
        };
        claims::claim(conn, tools, code, &order)?;
    }
    Ok(link.id.to_string())
}

/// Cards of paper for a club in which not everybody has an address.
fn cards(
    conn: &mut DbConnection,
    tools: &Tools,
    teacher: &Caller,
    badge: BadgeClassId,
) -> Result<String> {
    let order = LinkOrder {
        title: "Code club, Tuesdays".to_owned(),
        giver: "Ms Carvalho".to_owned(),
        terms: Terms {
            without_email: true,
            ..Terms::default()
        },
        ..LinkOrder::default()
    };
    let names = [
        "Maria",
        "Jonas",
        "Ayşe",
        "Bartholomew",
        "Li",
        "Rosa",
        "Sami",
        "Uma",
    ];
    let cards = CardOrder {
        count: 4,
        names: names.map(str::to_owned).to_vec(),
    };
    let (link, _) = claims::create_cards(conn, tools, teacher, badge, order, &cards)?;
    Ok(link.id.to_string())
}

fn class_list(
    conn: &mut DbConnection,
    tools: &Tools,
    teacher: &Caller,
    school: IssuerId,
) -> Result<String> {
    let people = "Amara Okafor, amara.okafor@pupils.kestrelhill.example\nNoor Haddad\nYuki Tanaka\nFreya Lindholm";
    let list = rosters::save(conn, tools, teacher, school, "Class 7c", people)?;
    Ok(list.id.to_string())
}
