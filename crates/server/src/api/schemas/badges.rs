//! What badge classes say.

use accolade_issuing::drawing::{Light, MARKS, Metal, Palette, Pattern, Shape, WORDS};
use accolade_issuing::limits::{self, Limit};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::parts::{
    address, boolean, by_name, colour, count, described, digest, field, icon, id, list, named,
    number, text, word,
};
use super::{Part, extended};

/// What the places on a badge are tried with, written down like limits.
const DRAWN_WORDS: Limit = Limit {
    name: "drawn_words",
    value: WORDS,
    meaning: "letters in one place of a drawn badge",
};
const DRAWN_MARKS: Limit = Limit {
    name: "drawn_marks",
    value: MARKS as usize,
    meaning: "level marks of a drawn badge",
};

/// The words of all choices.
fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().copied().map(word).collect()
}

shapes! {
    BadgeContent "What a badge class says. A draft may be incomplete, what is published may not" {
        "name" needed text(limits::NAME), "What it is called";
        "description" free text(limits::DESCRIPTION), "What it is, told to somebody who may want to earn it";
        "claim" free text(limits::DESCRIPTION), "What its holder can do, told to somebody who reads it on an application";
        "criteria" free named("Criteria"), "How it is earned";
        "image" free named("BadgeImage"), "Its picture; needed to publish";
        "palette" free text(limits::WORD), "The colours it was drawn in, by name";
        "achievementType" free text(limits::WORD), "A word of the Open Badges 3.0 list, or `ext:` and a word of your own; Badge if unsaid";
        "tags" free list(text(limits::WORD), limits::TAGS), "Words to find it by";
        "alignments" free list(named("Alignment"), limits::ALIGNMENTS), "Skills and standards it maps to";
        "results" free list(named("ResultDescription"), limits::RESULTS), "Kinds of result an award may carry";
        "studyLoadHours" free number(limits::STUDY_LOAD_HOURS), "How long it takes to earn";
        "validityDays" free number(limits::VALIDITY_DAYS), "How long an award stays valid; for good if unsaid";
        "language" free text(limits::WORD), "The language all this is written in, as a BCP 47 tag; en if unsaid";
        "licence" free text(limits::URL), "Under which licence others may use it";
        "attribution" free text(limits::DESCRIPTION), "Whom to name when doing so";
        "level" free text(limits::WORD), "How demanding it is, in your own words";
        "audience" free text(limits::NAME), "For whom it is meant";
        "code" free text(limits::WORD), "The code by which people call it";
        "fieldOfStudy" free text(limits::NAME), "The field it belongs to";
        "specialization" free text(limits::NAME), "The part of the field";
        "credits" free text(limits::WORD), "The credits that one earns with it, as a decimal number: 2.5";
        "translations" free by_name("Translation"), "The same texts in other languages, by BCP 47 tag";
        "prerequisites" free list(named("BadgeLink"), limits::RELATED), "Badges to have before this one";
        "related" free list(named("RelatedBadge"), limits::RELATED), "Badges above, below and beside it";
        "remixedFrom" free named("Lineage"), "What it was made from; kept as it is, whatever is sent";
        "assessment" free named("AssessmentRule"), "How applications are assessed; people can apply only where this is said";
    }
    Translation "The texts in another language; what is left out is shown in the first one" {
        "name" free text(limits::NAME), "What it is called";
        "description" free text(limits::DESCRIPTION), "What it is, told to the earner";
        "claim" free text(limits::DESCRIPTION), "What its holder can do, told to the reader";
        "narrative" free text(limits::NARRATIVE), "How it is earned, in words (Markdown)";
        "items" free by_name("TranslatedItem"), "The criteria by their ids";
        "imageAlt" free text(limits::ALT_TEXT), "What the picture shows";
    }
    TranslatedItem "One criterion in another language" {
        "text" free text(limits::CRITERIA_ITEM), "The thing itself";
        "hint" free text(limits::CRITERIA_ITEM), "Help for the earner";
    }
    BadgeLink "Another badge, here or anywhere" {
        "name" needed text(limits::NAME), "What it is called";
        "url" needed address(), "Its address";
    }
    RelatedBadge "Another badge and how it stands to this one" {
        "relation" needed word(&["nextLevelOf", "previousLevelOf", "partOf", "hasPart", "sameAs", "goesWith"]), "How: this badge is the next level of that one, …";
        "name" needed text(limits::NAME), "What it is called";
        "url" needed address(), "Its address";
    }
    Lineage "The badge that this one was made from" {
        "badge" needed id(), "The badge class";
        "version" needed count(), "The version that was copied";
        "name" needed text(limits::NAME), "What it was called";
        "issuer" needed text(limits::NAME), "Who had made it";
        "url" needed address(), "Its address";
        "licence" free text(limits::NAME), "The licence that allowed it";
        "attribution" free text(limits::NAME), "Whom that licence wants named";
    }
    Criteria "How a badge is earned: a text, single items, or both" {
        "narrative" free text(limits::NARRATIVE), "The whole in words (Markdown)";
        "items" free list(named("CriteriaItem"), limits::CRITERIA_ITEMS), "Items that can be checked one by one";
    }
    CriteriaItem "One thing that must be shown" {
        "id" needed text(limits::WORD), "Its name within the badge class";
        "text" needed text(limits::CRITERIA_ITEM), "The thing itself";
        "hint" free text(limits::CRITERIA_ITEM), "Help for the earner";
        "required" free boolean(true), "Whether the badge cannot be had without it";
    }
    BadgeImage "The picture of a badge class" {
        "blob" needed digest(), "The digest of an uploaded picture";
        "alt" needed text(limits::ALT_TEXT), "What it shows, for those who do not see it";
        "recipe" free named("Recipe"), "What it was drawn from, if it was drawn here";
    }
    Recipe "What a drawn badge is made of; each choice is a word of `GET /api/v1/drawings/parts`" {
        "shape" free word(&words(Shape::ALL, Shape::word)), "The silhouette; round if unsaid";
        "palette" free word(&words(Palette::ALL, Palette::word)), "The colours; lagoon if unsaid";
        "colour" free colour(), "The colour that the palette `own` is made from";
        "light" free word(&words(Light::ALL, Light::word)), "Which of the colours is ring, field and wire; dusk if unsaid";
        "metal" free word(&words(Metal::ALL, Metal::word)), "The rim and the wires; gold if unsaid";
        "pattern" free word(&words(Pattern::ALL, Pattern::word)), "What is engraved in the field; rays if unsaid";
        "icon" free icon(), "What the badge shows, by name";
        "above" free text(DRAWN_WORDS), "Words along the upper half of the ring";
        "below" free text(DRAWN_WORDS), "Words along the lower half of the ring; only without a ribbon";
        "ribbon" free text(DRAWN_WORDS), "Words on a ribbon; no words, no ribbon";
        "marks" free number(DRAWN_MARKS), "How many level marks";
    }
    DrawingRequest "A picture to be drawn and stored" {
        "recipe" needed named("Recipe"), "What it is made of";
        "title" free text(limits::NAME), "What the badge is called: written into the drawing";
        "alt" free text(limits::ALT_TEXT), "What the picture shows; suggested from the recipe if unsaid";
    }
    Alignment "A skill or standard in somebody's framework" {
        "name" needed text(limits::NAME), "Its name";
        "url" needed address(), "Its address";
        "code" free text(limits::WORD), "Its code in the framework";
        "framework" free text(limits::NAME), "The framework's name";
        "description" free text(limits::DESCRIPTION), "What it means";
        "type" free text(limits::WORD), "A word of the Open Badges 3.0 list of target types, or `ext:` and a word of your own";
    }
    ResultDescription "A kind of result: a grade, a level, a score" {
        "id" needed text(limits::WORD), "Its name within the badge class; results of awards point to it";
        "name" needed text(limits::NAME), "What people call it";
        "type" needed text(limits::WORD), "A word of the Open Badges 3.0 list of result types, or `ext:` and a word of your own";
        "allowedValues" free list(text(limits::RESULT_VALUE), limits::RESULT_VALUES), "The only values it may have, low to high";
        "requiredValue" free text(limits::RESULT_VALUE), "The least value that earns the badge";
        "valueMin" free text(limits::RESULT_VALUE), "The lowest value there is";
        "valueMax" free text(limits::RESULT_VALUE), "The highest value there is";
        "levels" free list(named("ResultLevel"), limits::RESULT_VALUES), "Levels of a rubric, low to high";
    }
    ResultLevel "One level of a rubric" {
        "id" needed text(limits::WORD), "Its name within the badge class";
        "name" needed text(limits::NAME), "What people call it";
        "description" free text(limits::DESCRIPTION), "What it takes";
        "points" free text(limits::RESULT_VALUE), "What it counts";
    }
}

/// A badge class as it is sent: `suspendable` stands beside the fields of its content.
#[derive(Debug)]
pub(crate) struct BadgeClassDraft;

impl PartialSchema for BadgeClassDraft {
    fn schema() -> Part {
        let about =
            "A badge class as it is sent: its content, and whether its awards can be put on hold";
        let means = "Whether awards made from now on can be put on hold, which costs them readers";
        let suspendable = ("suspendable", false, described(boolean(false), means));
        let read = "The revision you read; the edit is refused if another was saved since";
        let revision = ("revision", false, described(count(), read));
        extended(BadgeContent::schema(), about, vec![suspendable, revision])
    }
}

impl ToSchema for BadgeClassDraft {}
