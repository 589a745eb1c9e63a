//! Contexts that are named by their address.

use serde_json::{Map, Value};

use crate::linked::error::{ErrorCode, LinkedError, invalid};
use crate::linked::iri;
use crate::linked::options::Loader;
use crate::linked::processor::Processor;

use super::Text;

/// How many contexts may lead from one to the next by address.
pub(super) const LONGEST_CHAIN: usize = 16;

impl<'a> Processor<'a> {
    /// Makes an address absolute.
    pub(super) fn address(url: &str, base_url: Option<&Text>) -> Result<Text, LinkedError> {
        match base_url {
            _ if iri::is_absolute(url) => Ok(url.into()),
            Some(base) => Ok(iri::resolve(base, url).into()),
            None => Err(invalid(ErrorCode::LoadingDocumentFailed, url)),
        }
    }

    /// The context that an address stands for.
    pub(super) fn load(&self, address: &str) -> Result<&'a Value, LinkedError> {
        let loader: &'a dyn Loader = self.options.loader;
        let document = loader
            .load(address)
            .ok_or_else(|| invalid(ErrorCode::LoadingRemoteContextFailed, address))?;
        document
            .as_object()
            .and_then(|members| members.get("@context"))
            .ok_or_else(|| invalid(ErrorCode::InvalidRemoteContext, address))
    }

    /// The members of a context that another one imports (`@import`).
    pub(super) fn import(
        &self,
        value: &Value,
        base_url: Option<&Text>,
    ) -> Result<&'a Map<String, Value>, LinkedError> {
        let url = value
            .as_str()
            .ok_or_else(|| invalid(ErrorCode::InvalidImportValue, value))?;
        let address = Self::address(url, base_url)?;
        let members = self
            .load(&address)?
            .as_object()
            .ok_or_else(|| invalid(ErrorCode::InvalidRemoteContext, &address))?;
        if members.contains_key("@import") {
            return Err(invalid(ErrorCode::InvalidContextEntry, "@import"));
        }
        Ok(members)
    }
}
