//! Why a document could not be processed: the codes of the JSON-LD 1.1 API, and what safe mode adds.

use std::fmt;

/// Why a document could not be processed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkedError {
    /// The document or one of its contexts breaks a rule of JSON-LD.
    #[error("{code}: {detail}")]
    Invalid {
        /// Which rule, as the specification calls it.
        code: ErrorCode,
        /// The word, address or value that breaks it.
        detail: String,
    },
    /// Safe mode: something would have vanished without a trace.
    #[error(transparent)]
    Lost(#[from] Loss),
    /// The document needs more work than the limits allow.
    #[error("the document is too complex")]
    TooComplex,
}

impl LinkedError {
    /// The code of the specification, for errors that it knows.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Invalid { code, .. } => Some(*code),
            Self::Lost(_) | Self::TooComplex => None,
        }
    }
}

/// What plain JSON-LD would have dropped without a word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Loss {
    /// A member name or type that no context in effect defines.
    #[error("no context defines the term `{0}`")]
    UndefinedTerm(String),
    /// An identifier, type, property or datatype that is no absolute IRI in the end.
    #[error("`{0}` is not an absolute IRI")]
    RelativeIri(String),
    /// A text of `@` and letters, which JSON-LD keeps for keywords to come.
    #[error("`{0}` looks like a keyword")]
    KeywordLike(String),
    /// A language tag that is not well-formed (RFC 5646).
    #[error("`{0}` is not a language tag")]
    Language(String),
    /// A member that goes by an IRI or a keyword where documents must be plain.
    #[error("`{0}` hides a member from those who read the document by its words")]
    Disguised(String),
    /// A context that is written out, or null, where documents must be plain.
    #[error("contexts must be named by their address")]
    InlineContext,
    /// A number that processors write in different ways, where documents must be plain.
    #[error("{0} is read in different ways")]
    Number(String),
    /// A value in a place where it says nothing about anything.
    #[error("{0} would be lost")]
    Dropped(&'static str),
}

/// Makes an error of the specification.
pub(super) fn invalid(code: ErrorCode, detail: impl fmt::Display) -> LinkedError {
    LinkedError::Invalid {
        code,
        detail: detail.to_string(),
    }
}

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident $text:literal;)*) => {
        /// The error codes of JSON-LD 1.1 Processing Algorithms and API, section 9.6 (`JsonLdErrorCode`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = concat!("`", $text, "`")] $name,)*
        }

        impl ErrorCode {
            /// The code as the specification writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

error_codes! {
    CollidingKeywords "colliding keywords";
    ConflictingIndexes "conflicting indexes";
    ContextOverflow "context overflow";
    CyclicIriMapping "cyclic IRI mapping";
    InvalidIdValue "invalid @id value";
    InvalidImportValue "invalid @import value";
    InvalidIncludedValue "invalid @included value";
    InvalidIndexValue "invalid @index value";
    InvalidNestValue "invalid @nest value";
    InvalidPrefixValue "invalid @prefix value";
    InvalidPropagateValue "invalid @propagate value";
    InvalidProtectedValue "invalid @protected value";
    InvalidReverseValue "invalid @reverse value";
    InvalidVersionValue "invalid @version value";
    InvalidBaseDirection "invalid base direction";
    InvalidBaseIri "invalid base IRI";
    InvalidContainerMapping "invalid container mapping";
    InvalidContextEntry "invalid context entry";
    InvalidContextNullification "invalid context nullification";
    InvalidDefaultLanguage "invalid default language";
    InvalidIriMapping "invalid IRI mapping";
    InvalidKeywordAlias "invalid keyword alias";
    InvalidLanguageMapValue "invalid language map value";
    InvalidLanguageMapping "invalid language mapping";
    InvalidLanguageTaggedString "invalid language-tagged string";
    InvalidLanguageTaggedValue "invalid language-tagged value";
    InvalidLocalContext "invalid local context";
    InvalidRemoteContext "invalid remote context";
    InvalidReverseProperty "invalid reverse property";
    InvalidReversePropertyMap "invalid reverse property map";
    InvalidReversePropertyValue "invalid reverse property value";
    InvalidScopedContext "invalid scoped context";
    InvalidSetOrListObject "invalid set or list object";
    InvalidTermDefinition "invalid term definition";
    InvalidTypeMapping "invalid type mapping";
    InvalidTypeValue "invalid type value";
    InvalidTypedValue "invalid typed value";
    InvalidValueObject "invalid value object";
    InvalidValueObjectValue "invalid value object value";
    InvalidVocabMapping "invalid vocab mapping";
    IriConfusedWithPrefix "IRI confused with prefix";
    KeywordRedefinition "keyword redefinition";
    ListOfLists "list of lists";
    LoadingDocumentFailed "loading document failed";
    LoadingRemoteContextFailed "loading remote context failed";
    ProcessingModeConflict "processing mode conflict";
    ProtectedTermRedefinition "protected term redefinition";
    CompactionToListOfLists "compaction to list of lists";
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
