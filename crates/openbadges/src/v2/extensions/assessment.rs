//! The assessment extension: what was asked of those who earned a badge.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::classes;
use super::values::extension;
use crate::document::{Members, document_methods, serial};

extension! {
    /// The assessments that belong to a badge (`AssessmentExtension`).
    AssessmentExtension, "extensions:assessment", "assessmentExtension",
    ["extensions:AssessmentExtension"], classes::ASSESSMENT_EXTENSION, "an assessment extension";
    must {
        /// What is assessed.
        description: String,
    }
    may {}
    many {
        /// The assessments; at least one.
        assessments: Assessment,
    }
}

/// Declares a part of an assessment.
macro_rules! part {
    (
        $(#[$meta:meta])*
        $name:ident;
        must { $($(#[$must_meta:meta])* $must:ident: $must_kind:ty,)* }
        may { $($(#[$may_meta:meta])* $may:ident: $may_kind:ty,)* }
        many { $($(#[$many_meta:meta])* $many:ident: $many_kind:ty,)* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $($(#[$must_meta])* pub $must: $must_kind,)*
            $(
                $(#[$may_meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $may: Option<$may_kind>,
            )*
            $(
                $(#[$many_meta])*
                #[serde(
                    default,
                    deserialize_with = "serial::one_or_many",
                    skip_serializing_if = "Vec::is_empty"
                )]
                pub $many: Vec<$many_kind>,
            )*
            /// All other members.
            #[serde(flatten)]
            pub extra: Members,
        }

        impl $name {
            /// One with the members that must be there.
            pub fn of($($must: impl Into<$must_kind>),*) -> Self {
                Self {
                    $($must: $must.into(),)*
                    $($may: None,)*
                    $($many: Vec::new(),)*
                    extra: Members::new(),
                }
            }
        }
    };
}

part! {
    /// One assessment.
    Assessment;
    must {
        /// `Exam`, `Performance` or `Artifact`.
        #[serde(deserialize_with = "serial::single_text")]
        r#type: String,
        /// What is assessed.
        description: String,
        /// What the learner hands in.
        assessment_output: String,
        /// Whether learners work together.
        has_group_participation: bool,
        /// Whether they are judged together.
        has_group_evaluation: bool,
        /// How it is judged.
        evaluation_method: String,
    }
    may {
        /// Address of an example.
        assessment_example: String,
        /// How an example is scored.
        scoring_method_example_description: String,
        /// Address of how it is judged.
        assessment_evaluation: String,
    }
    many {
        /// The rubrics it is judged by.
        rubrics: Rubric,
        /// Its sections.
        sections: Section,
    }
}

part! {
    /// A part of an assessment.
    Section;
    must {}
    may {
        /// Its title.
        title: String,
        /// What it is about.
        description: String,
        /// The rubric it is judged by.
        rubric_id: String,
        /// Address of its page.
        url: String,
        /// Whether it must be done.
        required: bool,
    }
    many {
        /// Its questions.
        questions: Question,
    }
}

part! {
    /// A question of an assessment.
    Question;
    must {
        /// `ExternalQuestion`, `FileQuestion` or `TextQuestion`.
        #[serde(deserialize_with = "serial::single_text")]
        r#type: String,
        /// The question.
        text: String,
    }
    may {
        /// The rubric it is judged by.
        rubric_id: String,
        /// Address of its page.
        url: String,
        /// Whether it must be answered.
        required: bool,
        /// How many words an answer may have.
        word_limit: Number,
        /// How many characters an answer may have.
        character_limit: Number,
    }
    many {}
}

part! {
    /// A table by which work is judged, as CASE has it.
    Rubric;
    must {
        /// A UUID.
        identifier: String,
        /// Its name.
        title: String,
    }
    may {
        /// When it was last changed.
        last_change_date_time: String,
        /// Address where CASE serves it.
        case_uri: String,
    }
    many {
        /// Its rows; at least one.
        rubric_criteria: RubricCriterion,
    }
}

part! {
    /// A row of a rubric.
    RubricCriterion;
    must {
        /// A UUID.
        identifier: String,
    }
    may {
        /// When it was last changed.
        last_change_date_time: String,
        /// Address where CASE serves it.
        case_uri: String,
        /// What it is grouped under.
        category: String,
        /// What is looked at.
        description: String,
        /// How much it counts.
        weight: Number,
        /// Its place among the rows.
        position: Number,
    }
    many {
        /// Its cells.
        criterion_levels: RubricLevel,
    }
}

part! {
    /// A cell of a rubric: one level of one criterion.
    RubricLevel;
    must {
        /// A UUID.
        identifier: String,
        /// What reaches it.
        description: String,
    }
    may {
        /// When it was last changed.
        last_change_date_time: String,
        /// Address where CASE serves it.
        case_uri: String,
        /// How good that is.
        quality: String,
        /// Its points.
        score: Number,
        /// Its place among the cells.
        position: Number,
        /// What the learner is told.
        feedback: String,
    }
    many {}
}
