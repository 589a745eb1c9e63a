//! Everything a verification was told by others, so that it can be repeated without them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use url::Url;

use super::{
    Expected, Fetch, FetchError, Fetched, Input, Policy, Report, Request, verify,
    verify_presentation,
};

/// What a report rests on, apart from the badge itself: the rules, the moment, and every answer that was fetched.
///
/// Handed to somebody else together with the badge, it lets them make the very same report offline and dispute it. As JSON,
/// bodies are base64. It holds the answers of others as they came: what an evidence file says was answered is as true as
/// whoever kept the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// The program that asked, as in [`Report::engine`].
    pub engine: String,
    /// The moment the report speaks for.
    pub checked_at: Timestamp,
    /// The rules it was made under.
    pub policy: Policy,
    /// The person that was asked for, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recipient: Option<String>,
    /// What a holder was asked to sign, if a presentation was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected: Option<RecordedQuestion>,
    /// Every answer, in the order of asking.
    pub documents: Vec<Recorded>,
}

/// What a holder was asked to sign: [`Expected`], kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordedQuestion {
    /// The challenge of this one question.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub challenge: Option<String>,
    /// Who asked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub domain: Option<String>,
}

impl From<&Expected<'_>> for RecordedQuestion {
    fn from(expected: &Expected<'_>) -> Self {
        Self {
            challenge: expected.challenge.map(str::to_owned),
            domain: expected.domain.map(str::to_owned),
        }
    }
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recorded {
    /// The address, without its fragment.
    pub url: String,
    /// The media types that were asked for.
    pub accept: String,
    /// What came back.
    #[serde(flatten)]
    pub answer: RecordedAnswer,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RecordedAnswer {
    /// An answer of a server, whatever its status.
    Answer(RecordedBody),
    /// No answer.
    Failure(FetchError),
}

/// An answer of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordedBody {
    /// The HTTP status.
    pub status: u16,
    /// The media type, if the server gave one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub media_type: Option<String>,
    /// Where the redirects ended.
    pub final_url: String,
    /// SHA-256 of the body in hexadecimal.
    pub sha256: String,
    /// The body.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub body: Vec<u8>,
}

impl Recorded {
    pub(super) fn new(url: &Url, accept: &str, answer: &Result<Fetched, FetchError>) -> Self {
        let answer = match answer {
            Ok(fetched) => RecordedAnswer::Answer(RecordedBody {
                status: fetched.status,
                media_type: fetched.media_type.clone(),
                final_url: fetched.final_url.to_string(),
                sha256: hex::encode(Sha256::digest(&fetched.body)),
                body: fetched.body.clone(),
            }),
            Err(error) => RecordedAnswer::Failure(error.clone()),
        };
        Self {
            url: url.to_string(),
            accept: accept.to_owned(),
            answer,
        }
    }
}

impl Evidence {
    /// Makes the report again: of the same badge, under the same rules, for the same moment, asking nobody.
    ///
    /// With the bytes or the address that were checked then, the report is the same to the letter; the engine's version is
    /// in both, as another version may judge otherwise.
    pub fn replay(&self, input: Input<'_>) -> Report {
        let request = Request {
            input,
            recipient: self.recipient.as_deref(),
        };
        let Some(asked) = &self.expected else {
            return verify(&request, &self.policy, self, self.checked_at);
        };
        let expected = Expected {
            challenge: asked.challenge.as_deref(),
            domain: asked.domain.as_deref(),
        };
        verify_presentation(&request, &expected, &self.policy, self, self.checked_at)
    }
}

/// Answers what was answered then, and nothing else.
impl Fetch for Evidence {
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError> {
        let asked = |record: &&Recorded| record.url == url.as_str() && record.accept == accept;
        match self
            .documents
            .iter()
            .find(asked)
            .map(|record| &record.answer)
        {
            None => Err(FetchError::Refused(
                "it is not among the evidence".to_owned(),
            )),
            Some(RecordedAnswer::Failure(error)) => Err(error.clone()),
            Some(RecordedAnswer::Answer(answer)) => answer
                .fetched()
                .ok_or_else(|| FetchError::Refused("the evidence is damaged".to_owned())),
        }
    }
}

impl RecordedBody {
    /// The answer as it came; `None` if the body is not the one that was recorded.
    fn fetched(&self) -> Option<Fetched> {
        let whole = self.sha256 == hex::encode(Sha256::digest(&self.body));
        whole.then_some(Fetched {
            status: self.status,
            media_type: self.media_type.clone(),
            body: self.body.clone(),
            final_url: Url::parse(&self.final_url).ok()?,
        })
    }
}

fn to_base64<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(body))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}
