//! The words that 3.0 and CLR 2.0 fix, as enums.
//!
//! Documents hold words as text, so that a word nobody knew is kept; these enums are for writing and for telling which
//! one is meant.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$word_meta:meta])* $variant:ident = $word:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("`", $word, "`")]
                $(#[$word_meta])*
                $variant,
            )+
            /// Any other word; the standard wants it to begin with `ext:`.
            Other(String),
        }

        impl $name {
            /// All words of the standard, as they are written.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// A word of one's own; `ext:` is put before it.
            pub fn extension(word: impl fmt::Display) -> Self {
                Self::Other(format!("ext:{word}"))
            }

            /// The word as documents write it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(word: &str) -> Result<Self, Infallible> {
                Ok(word.into())
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// What sort of thing was achieved (`AchievementType`, Open Badges 3.0, B.1.13).
    AchievementType {
        Achievement = "Achievement",
        ApprenticeshipCertificate = "ApprenticeshipCertificate",
        Assessment = "Assessment",
        Assignment = "Assignment",
        AssociateDegree = "AssociateDegree",
        Award = "Award",
        Badge = "Badge",
        BachelorDegree = "BachelorDegree",
        Certificate = "Certificate",
        CertificateOfCompletion = "CertificateOfCompletion",
        Certification = "Certification",
        CommunityService = "CommunityService",
        Competency = "Competency",
        Course = "Course",
        CoCurricular = "CoCurricular",
        Degree = "Degree",
        Diploma = "Diploma",
        DoctoralDegree = "DoctoralDegree",
        Fieldwork = "Fieldwork",
        GeneralEducationDevelopment = "GeneralEducationDevelopment",
        JourneymanCertificate = "JourneymanCertificate",
        LearningProgram = "LearningProgram",
        License = "License",
        Membership = "Membership",
        ProfessionalDoctorate = "ProfessionalDoctorate",
        QualityAssuranceCredential = "QualityAssuranceCredential",
        MasterCertificate = "MasterCertificate",
        MasterDegree = "MasterDegree",
        MicroCredential = "MicroCredential",
        ResearchDoctorate = "ResearchDoctorate",
        SecondarySchoolDiploma = "SecondarySchoolDiploma",
    }
}

vocabulary! {
    /// What sort of thing an alignment points to (`AlignmentTargetType`).
    TargetType {
        CeasnCompetency = "ceasn:Competency",
        CetermsCredential = "ceterms:Credential",
        CfItem = "CFItem",
        CfRubric = "CFRubric",
        CfRubricCriterion = "CFRubricCriterion",
        CfRubricCriterionLevel = "CFRubricCriterionLevel",
        Ctdl = "CTDL",
    }
}

vocabulary! {
    /// What sort of result there can be (`ResultType`).
    ResultType {
        GradePointAverage = "GradePointAverage",
        LetterGrade = "LetterGrade",
        Percent = "Percent",
        PerformanceLevel = "PerformanceLevel",
        PredictedScore = "PredictedScore",
        RawScore = "RawScore",
        Result = "Result",
        RubricCriterion = "RubricCriterion",
        RubricCriterionLevel = "RubricCriterionLevel",
        RubricScore = "RubricScore",
        ScaledScore = "ScaledScore",
        Status = "Status",
    }
}

vocabulary! {
    /// How far somebody came (`ResultStatusType`). The list is closed: any other word is a fault.
    ResultStatus {
        Completed = "Completed",
        Enrolled = "Enrolled",
        Failed = "Failed",
        InProgress = "InProgress",
        OnHold = "OnHold",
        Provisional = "Provisional",
        Withdrew = "Withdrew",
    }
}

vocabulary! {
    /// What sort of name a recipient, a profile or an achievement is known by (`IdentifierTypeEnum`).
    IdentityType {
        Name = "name",
        SourcedId = "sourcedId",
        SystemId = "systemId",
        ProductId = "productId",
        UserName = "userName",
        AccountId = "accountId",
        EmailAddress = "emailAddress",
        NationalIdentityNumber = "nationalIdentityNumber",
        Isbn = "isbn",
        Issn = "issn",
        LisSourcedId = "lisSourcedId",
        OneRosterSourcedId = "oneRosterSourcedId",
        SisSourcedId = "sisSourcedId",
        LtiContextId = "ltiContextId",
        LtiDeploymentId = "ltiDeploymentId",
        LtiToolId = "ltiToolId",
        LtiPlatformId = "ltiPlatformId",
        LtiUserId = "ltiUserId",
        Identifier = "identifier",
    }
}

vocabulary! {
    /// How two achievements of a record belong together (`AssociationType`, CLR 2.0). The list is closed.
    AssociationType {
        ExactMatchOf = "exactMatchOf",
        IsChildOf = "isChildOf",
        IsParentOf = "isParentOf",
        IsPartOf = "isPartOf",
        IsPeerOf = "isPeerOf",
        IsRelatedTo = "isRelatedTo",
        Precedes = "precedes",
        ReplacedBy = "replacedBy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_itself() {
        for word in IdentityType::WORDS {
            let read = IdentityType::from(*word);

            assert!(!matches!(read, IdentityType::Other(_)));
            assert_eq!(read.as_str(), *word);
        }
    }

    #[test]
    fn a_word_of_ones_own_is_marked() {
        assert_eq!(AchievementType::extension("Merit").as_str(), "ext:Merit");
        assert_eq!(
            AchievementType::from("ext:Merit"),
            AchievementType::extension("Merit")
        );
    }
}
