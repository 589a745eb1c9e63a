//! Which terms are in effect in an object (JSON-LD 1.1 API, Expansion, steps 7 to 11).

use std::sync::Arc;

use super::active::{Active, Cause, Meaning};
use super::expand::{Expander, Member};
use super::tables::{self, ContextId};
use crate::canonical::limits;

/// Contexts in one `@context`; an honest document names five at most.
const MOST_CONTEXTS_AT_ONCE: usize = 8;

impl Expander<'_> {
    /// The terms before those of its types: what the place, the property and its own `@context` give.
    pub(super) fn terms_of_object(
        &mut self,
        count: usize,
        around: &Arc<Active>,
        scoped: Option<ContextId>,
    ) -> Option<Arc<Active>> {
        let members = self.collected(count);
        let is_id = |member: &Member<'_>| {
            matches!(member.id.and_then(|id| around.term(id)), Some(Meaning::Id))
        };
        let is_reference = members.len() == 1 && is_id(&members[0]);
        let context = members
            .iter()
            .find(|member| member.name == "@context")
            .map(|member| member.value);
        let mut active = match &around.previous {
            Some(previous) if !is_reference => Arc::clone(previous),
            _ => Arc::clone(around),
        };
        if let Some(scoped) = scoped {
            active = self.applied.apply(&active, scoped, Cause::Property)?;
        }
        if let Some(place) = context {
            active = self.own_context(place, active)?;
        }
        Some(active)
    }

    fn own_context(&mut self, place: usize, mut active: Arc<Active>) -> Option<Arc<Active>> {
        let tape = self.tape;
        for (index, item) in tape.items(place).enumerate() {
            self.seen.contexts += 1;
            if index == MOST_CONTEXTS_AT_ONCE || self.seen.contexts > limits::MOST_CONTEXTS {
                return None;
            }
            let context = tables::context_id(tape.text(item)?, self.edition)?;
            active = self.applied.apply(&active, context, Cause::Document)?;
        }
        Some(active)
    }

    /// The terms with those that the types bring, and where on the stack the types are.
    pub(super) fn terms_of_types(
        &mut self,
        count: usize,
        outer: &Arc<Active>,
    ) -> Option<(Arc<Active>, Option<usize>)> {
        let start = self.members.len() - count;
        let is_type = |member: &Member<'_>| {
            matches!(member.id.and_then(|id| outer.term(id)), Some(Meaning::Type))
        };
        let Some(index) = self.collected(count).iter().position(is_type) else {
            return Some((Arc::clone(outer), None));
        };
        let index = start + index;
        let tape = self.tape;
        let mut scoped: Vec<(&str, ContextId)> = Vec::new();
        for item in tape.items(self.members[index].value) {
            let name = tape.text(item)?;
            let property = tables::name_id(name).and_then(|id| outer.property(id));
            if let Some(context) = property.and_then(|property| property.scoped) {
                scoped.push((name, context));
            }
        }
        if scoped.len() > 1 {
            scoped.sort_unstable();
            scoped.dedup();
        }
        let mut inner = Arc::clone(outer);
        for (_, context) in scoped {
            inner = self.applied.apply(&inner, context, Cause::Type)?;
        }
        Some((inner, Some(index)))
    }
}
