//! How the values of a term are arranged: the keywords of `@container`.

/// A set of container keywords.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(in crate::linked) struct Container(u8);

impl Container {
    pub(in crate::linked) const NONE: Self = Self(0);
    pub(in crate::linked) const GRAPH: Self = Self(1);
    pub(in crate::linked) const ID: Self = Self(1 << 1);
    pub(in crate::linked) const INDEX: Self = Self(1 << 2);
    pub(in crate::linked) const LANGUAGE: Self = Self(1 << 3);
    pub(in crate::linked) const LIST: Self = Self(1 << 4);
    pub(in crate::linked) const SET: Self = Self(1 << 5);
    pub(in crate::linked) const TYPE: Self = Self(1 << 6);

    /// Whether one of the keywords of `other` is among these.
    pub(in crate::linked) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub(in crate::linked) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn of_keyword(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "@graph" => Self::GRAPH,
            "@id" => Self::ID,
            "@index" => Self::INDEX,
            "@language" => Self::LANGUAGE,
            "@list" => Self::LIST,
            "@set" => Self::SET,
            "@type" => Self::TYPE,
            _ => return None,
        })
    }

    /// Whether the keywords go together (JSON-LD 1.1, section 9.15.1).
    pub(super) fn is_allowed(self) -> bool {
        let alone = self.without(Self::SET);
        let single = alone.0.count_ones() <= 1;
        if alone == Self::LIST {
            return self == Self::LIST;
        }
        let graph = alone.without(Self::GRAPH);
        single || alone.has(Self::GRAPH) && (graph == Self::ID || graph == Self::INDEX)
    }

    /// Whether version 1.0 knows these.
    pub(super) fn is_allowed_in_1_0(self) -> bool {
        self.0.count_ones() <= 1 && !self.has(Self::GRAPH.and(Self::ID).and(Self::TYPE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_some_keywords_go_together() {
        let set = Container::SET;
        for allowed in [
            Container::NONE,
            set,
            Container::LIST,
            Container::LANGUAGE.and(set),
            Container::GRAPH.and(Container::ID).and(set),
            Container::GRAPH.and(Container::INDEX),
        ] {
            assert!(allowed.is_allowed(), "{allowed:?}");
        }
        for forbidden in [
            Container::LIST.and(set),
            Container::GRAPH.and(Container::TYPE),
            Container::ID.and(Container::INDEX),
            Container::GRAPH.and(Container::ID).and(Container::INDEX),
        ] {
            assert!(!forbidden.is_allowed(), "{forbidden:?}");
        }
    }
}
