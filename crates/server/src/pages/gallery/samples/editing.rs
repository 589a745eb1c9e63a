//! The editor in each of its steps, an issuer's badges, one badge on the desk, its versions.

use accolade_issuing::content::{
    Alignment, BadgeContent, BadgeLink, Criteria, CriteriaItem, Translation,
};
use accolade_issuing::violations::Violations;
use accolade_storage::types::BadgeClassId;
use uuid::Uuid;

use super::{at, layout_of_somebody, link, picture, rendered, text};
use crate::pages::changes::{ChangeView, Piece};
use crate::pages::desk::{DeskHead, frame::Tab};
use crate::pages::desk_badges::overview::{BadgeOverview, Origin, ReviewLine};
use crate::pages::desk_badges::versions::{OriginalChanges, VersionLine, VersionsPage};
use crate::pages::desk_badges::{Chip, DeskBadge, DeskBadgesPage};
use crate::pages::editor::{Conflict, EditPage, Errors, Form, Missing, Step, StepView, view};
use crate::pages::gallery::Rendered;
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Fact;
use crate::pages::paths;
use crate::pages::words::When;

pub(super) fn all() -> Vec<Rendered> {
    vec![
        edit("editor-picture", Step::Picture, picture_form(), false),
        edit(
            "editor-words",
            Step::Words,
            Form::Words(view::words(&content())),
            false,
        ),
        edit("editor-criteria", Step::Criteria, criteria(), false),
        edit("editor-criteria-conflict", Step::Criteria, criteria(), true),
        edit("editor-skills", Step::Skills, skills(), false),
        edit(
            "editor-around",
            Step::Around,
            Form::Around(view::around(&content(), vec![])),
            false,
        ),
        edit("editor-languages", Step::Languages, languages(), false),
        badges("desk-badges", false),
        badges("desk-badges-empty", true),
        overview("desk-badge", true),
        overview("desk-badge-draft", false),
        versions(),
    ]
}

fn id() -> BadgeClassId {
    BadgeClassId::from_uuid(Uuid::from_u128(5))
}

fn frame() -> Layout {
    Layout {
        flash: None,
        ..layout_of_somebody(Place::Desk)
    }
}

pub(super) fn head() -> DeskHead {
    let tab = |href: &str, words, current| Tab {
        href: href.into(),
        words,
        current,
    };
    DeskHead {
        name: "Kestrel Hill School".into(),
        above: Some(link("/desk/alder-bay", "Alder Bay School District")),
        tabs: vec![
            tab("/desk/kestrel-hill", "Overview", false),
            tab("/desk/kestrel-hill/badges", "Badges", true),
        ],
    }
}

fn item(id: &str, text: &str, hint: Option<&str>, required: bool) -> CriteriaItem {
    CriteriaItem {
        id: id.into(),
        text: text.into(),
        hint: hint.map(str::to_owned),
        required,
    }
}

/// The content of a badge with something in every part.
pub(super) fn content() -> BadgeContent {
    BadgeContent {
        name: "Data Storyteller".into(),
        description: "You ask a question, count, draw, and tell the story.".into(),
        claim: "Finds a question that numbers can answer, and tells what they say and do not say."
            .into(),
        criteria: Criteria {
            narrative:
                "Your teacher and one pupil who holds the badge look at **each point by itself**."
                    .into(),
            items: vec![
                item(
                    "ask",
                    "Ask a question that numbers can answer",
                    Some("Show why you care about it."),
                    true,
                ),
                item(
                    "count",
                    "Gather at least 30 data points yourself, fairly",
                    None,
                    true,
                ),
                item(
                    "film",
                    "Film your story",
                    Some("Or tell it on stage."),
                    false,
                ),
            ],
        },
        tags: vec!["statistics".into(), "storytelling".into()],
        alignments: vec![Alignment {
            name: "Collects and organises data".into(),
            url: "https://frame.alderbay.example/ma-4-1".into(),
            code: text("MA-4.1"),
            framework: text("Northern Skills Frame"),
            description: None,
            r#type: text("CFItem"),
        }],
        level: text("2 of 3"),
        audience: text("Ages 11 to 16"),
        study_load_hours: Some(12),
        validity_days: Some(730),
        licence: text("CC BY 4.0"),
        attribution: text("Alder Bay School District"),
        prerequisites: vec![BadgeLink {
            name: "Good Question".into(),
            url: "https://badges.alderbay.example/badges/0199a7e3".into(),
        }],
        related: vec![accolade_issuing::content::RelatedBadge {
            relation: accolade_issuing::content::Relation::NextLevelOf,
            name: "Curious Counter".into(),
            url: "https://badges.alderbay.example/badges/0199a7e4".into(),
        }],
        translations: [(
            "cy".to_owned(),
            Translation {
                name: "Storïwr Data".into(),
                ..Translation::default()
            },
        )]
        .into(),
        ..BadgeContent::default()
    }
}

fn picture_form() -> Form {
    Form::Picture(view::PictureForm {
        picture: Some(picture("cobalt", false)),
        alt: "An open book from which the bars of a chart rise to a star.".into(),
        palette: "cobalt".into(),
        studio: "#editor".into(),
    })
}

fn criteria() -> Form {
    Form::Criteria(view::criteria(&content(), true, false))
}

fn skills() -> Form {
    let found = view::FoundItem {
        pick: "pick:0199a7e2:3".into(),
        name: "Chooses a fitting display".into(),
        code: text("MA-4.3"),
        framework: "Northern Skills Frame".into(),
        description: text("Draws the table or chart that lets the question be answered."),
    };
    let result = view::ResultRow {
        id: "level".into(),
        belongs: ["The whole badge", "1. Collects data", "2. Draws a chart"]
            .map(|words| view::Choice {
                value: words.chars().take(1).collect(),
                words: words.to_owned(),
                chosen: words.starts_with('2'),
            })
            .into(),
        name: "Level reached".into(),
        kinds: vec![view::Choice {
            value: "RubricCriterionLevel".into(),
            words: "Rubric criterion level".into(),
            chosen: true,
        }],
        values: String::new(),
        needed: String::new(),
        least: String::new(),
        most: String::new(),
        levels: "Emerging: with help\nSecure: alone\nLeading: helps others".into(),
        level_ids: "a b c".into(),
    };
    Form::Skills(view::SkillsForm {
        alignments: content().alignments,
        results: vec![result],
        query: "display".into(),
        found: vec![found],
        searched: true,
        frameworks: vec!["Northern Skills Frame".into()],
        frameworks_page: "/desk/kestrel-hill/frameworks".into(),
    })
}

fn languages() -> Form {
    let href = |tag: &str| format!("{}?lang={tag}", paths::badge_edit_step(id(), "languages"));
    Form::Languages(view::languages(&content(), None, href))
}

fn edit(name: &str, step: Step, form: Form, conflict: bool) -> Rendered {
    let steps = Step::ALL.iter().map(|one| StepView {
        title: one.title(),
        href: paths::badge_edit_step(id(), one.slug()),
        current: *one == step,
        done: !matches!(one, Step::Skills | Step::Languages),
    });
    let mut errors = Violations::default();
    if conflict {
        errors.add(
            "/criteria/items/1/text",
            "too_long",
            "At most 500 characters; this has 512.",
        );
        errors.add("/name", "required", "This is needed.");
    }
    let page = EditPage {
        layout: frame().with_script("editor.js"),
        name: "Data Storyteller".into(),
        issuer: link("/desk/kestrel-hill/badges", "Kestrel Hill School"),
        standing:
            "Draft, kept by Ines Carvalho on 22 November 2026 at 13:58 UTC. Nobody outside sees it yet."
                .into(),
        overview: paths::badge(id()),
        step,
        steps: steps.collect(),
        next: step.next().map(Step::title),
        action: paths::badge_edit_step(id(), step.slug()),
        seen: "0a1b".into(),
        form,
        errors: Errors(errors),
        conflict: conflict.then(|| Conflict {
            title: "Tom Ash kept other words on 22 November 2026 at 14:02 UTC, while you were writing"
                .into(),
            changes: vec![changed()],
            theirs: paths::badge_edit_step(id(), "criteria"),
        }),
        picture: Some(picture("cobalt", false)),
        missing: vec![Missing {
            words: "Describe the picture for those who cannot see it.".into(),
            href: paths::badge_edit_step(id(), "picture"),
        }],
    };
    rendered(name, &page)
}

fn changed() -> ChangeView {
    ChangeView {
        label: "Criterion".into(),
        kind: "changed",
        plain: None,
        pieces: vec![
            Piece::Kept("Gather at least ".into()),
            Piece::Removed("20".into()),
            Piece::Added("30".into()),
            Piece::Kept(" data points yourself".into()),
            Piece::Added(", fairly".into()),
        ],
    }
}

fn badges(name: &str, empty: bool) -> Rendered {
    let badge = |name: &str, word, tone, line: &str, drawn: bool| DeskBadge {
        href: paths::badge(id()),
        name: name.into(),
        picture: drawn.then(|| picture("cobalt", false)),
        chip: Chip { word, tone },
        line: line.into(),
    };
    let page = DeskBadgesPage {
        layout: frame(),
        head: head(),
        issuer: link("/issuers/kestrel-hill", "Kestrel Hill School"),
        badges: if empty {
            vec![]
        } else {
            vec![
                badge(
                    "Data Storyteller",
                    "Published, being edited",
                    "valid",
                    "Version 3, given 26 times",
                    true,
                ),
                badge(
                    "River Keeper",
                    "With reviewers",
                    "expired",
                    "Nothing is missing",
                    true,
                ),
                badge("An idea", "Draft", "unknown", "3 things are missing", false),
            ]
        },
        next: (!empty).then(|| "/desk/kestrel-hill/badges?after=0199a7e2".into()),
        may_begin: true,
        typed: String::new(),
        action: "/desk/kestrel-hill/badges".into(),
        frameworks: "/desk/kestrel-hill/frameworks".into(),
        errors: Errors(if empty {
            Violations::one("/name", "required", "This is needed.")
        } else {
            Violations::default()
        }),
    };
    rendered(name, &page)
}

fn overview(name: &str, published: bool) -> Rendered {
    let page = BadgeOverview {
        layout: frame(),
        name: "Data Storyteller".into(),
        issuer: link("/desk/kestrel-hill/badges", "Kestrel Hill School"),
        chip: if published {
            Chip {
                word: "Published, being edited",
                tone: "valid",
            }
        } else {
            Chip {
                word: "Draft",
                tone: "unknown",
            }
        },
        claim: content().claim,
        picture: published.then(|| picture("cobalt", false)),
        facts: vec![
            Fact::new("Given now", "Version 3"),
            Fact::new("Given", "26 times"),
        ],
        id: id(),
        public: published.then(|| "/badges/0199a7e2".into()),
        has_draft: true,
        archived: false,
        open: published,
        may_edit: true,
        may_publish: true,
        may_award: true,
        may_claim: true,
        missing: if published {
            vec![]
        } else {
            vec![Missing {
                words: "A badge needs a picture to be published.".into(),
                href: paths::badge_edit_step(id(), "picture"),
            }]
        },
        review: published.then(|| ReviewLine {
            words: "1 of the 2 that are needed have approved it. One objects.".into(),
            reached: false,
            same_text: false,
        }),
        origin: published.then(|| Origin {
            words: "“Number Teller” of Northgate Primary, version 2".into(),
            href: "/badges/0199a7e5/versions/2".into(),
            newer: text("It has gone on to version 4 since."),
        }),
        remixes: 2,
        versions: if published { 3 } else { 0 },
        refusal: published.then(|| "One of the two that are needed has approved it.".into()),
    };
    rendered(name, &page)
}

fn versions() -> Rendered {
    let version = |number, changes| VersionLine {
        number,
        when: When::day(at("2026-09-14T10:00:00Z")),
        by: text("Ines Carvalho"),
        href: format!("/badges/0199a7e2/versions/{number}"),
        changes,
    };
    let page = VersionsPage {
        layout: frame(),
        name: "Data Storyteller".into(),
        badge: link(&paths::badge(id()), "Data Storyteller"),
        draft: Some(vec![
            changed(),
            ChangeView {
                label: "Picture".into(),
                kind: "changed",
                plain: Some("Another picture took its place."),
                pieces: vec![],
            },
        ]),
        versions: vec![version(2, Some(vec![changed()])), version(1, None)],
        original: Some(OriginalChanges {
            name: "Number Teller".into(),
            issuer: "Northgate Primary".into(),
            from: 2,
            to: 4,
            href: "/badges/0199a7e5".into(),
            changes: vec![changed()],
        }),
    };
    rendered("desk-badge-versions", &page)
}
