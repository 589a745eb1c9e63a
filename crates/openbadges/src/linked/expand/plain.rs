//! Plain documents: the same to those who read them by their words and to those who read them as JSON-LD.

use serde_json::{Map, Value};

use crate::linked::error::{LinkedError, Loss};
use crate::linked::processor::Processor;

impl Processor<'_> {
    /// Refuses a member that does not go by a term, where documents must be plain.
    ///
    /// A keyword or an IRI has the same meaning as the term, so a signed `validUntil` could be hidden
    /// from everybody who looks for that word.
    pub(super) fn check_name(
        &self,
        name: &str,
        members: &Map<String, Value>,
    ) -> Result<(), LinkedError> {
        if !self.options.plain {
            return Ok(());
        }
        let loss = match name {
            "@value" | "@language" | "@list" => return Ok(()),
            // Only a value has its type as a keyword.
            "@type" if members.contains_key("@value") => return Ok(()),
            "@id" | "@type" => Loss::Disguised(name.to_owned()),
            _ if name.starts_with('@') || name.starts_with("_:") => {
                Loss::UndefinedTerm(name.to_owned())
            }
            _ if name.contains(':') => Loss::Disguised(name.to_owned()),
            _ => return Ok(()),
        };
        Err(loss.into())
    }

    /// Refuses a context that is not named by its address, where documents must be plain.
    pub(super) fn check_context(&self, context: &Value) -> Result<(), LinkedError> {
        let named = match context {
            Value::Array(contexts) => contexts.iter().all(Value::is_string),
            one => one.is_string(),
        };
        if self.options.plain && !named {
            return Err(Loss::InlineContext.into());
        }
        Ok(())
    }
}
