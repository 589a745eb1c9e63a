//! The expanded form of a document, typed; and as JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::context::{Direction, Text};

/// One value of a property.
#[derive(Debug, Clone)]
pub(super) enum Item<'a> {
    Value(ValueObject<'a>),
    List(ListObject<'a>),
    Node(Box<Node<'a>>),
}

/// A literal: a value with its type, or its language and direction.
#[derive(Debug, Clone)]
pub(super) struct ValueObject<'a> {
    pub(super) datum: Datum<'a>,
    pub(super) datatype: Option<Text>,
    pub(super) language: Option<Text>,
    pub(super) direction: Option<Direction>,
    pub(super) index: Option<&'a str>,
}

impl ValueObject<'_> {
    /// Whether it is a JSON literal.
    pub(super) fn is_json(&self) -> bool {
        self.datatype.as_deref() == Some("@json")
    }
}

/// A list: its order counts.
#[derive(Debug, Clone)]
pub(super) struct ListObject<'a> {
    pub(super) items: Vec<Item<'a>>,
    pub(super) index: Option<&'a str>,
}

/// What a literal holds; texts that were member names are not JSON values of their own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Datum<'a> {
    Text(&'a str),
    Json(&'a Value),
}

impl<'a> From<&'a Value> for Datum<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            other => Self::Json(other),
        }
    }
}

impl Datum<'_> {
    pub(super) fn to_value(self) -> Value {
        match self {
            Self::Text(text) => Value::from(text),
            Self::Json(value) => value.clone(),
        }
    }
}

/// The identifier of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Id {
    #[default]
    Absent,
    /// It looked like a keyword.
    Null,
    Is(Text),
}

impl Id {
    pub(super) fn text(&self) -> Option<&Text> {
        match self {
            Self::Is(text) => Some(text),
            Self::Absent | Self::Null => None,
        }
    }
}

/// The values of each property, by its IRI.
pub(super) type Properties<'a> = BTreeMap<Text, Vec<Item<'a>>>;

/// A node: something with properties.
#[derive(Debug, Clone, Default)]
pub(super) struct Node<'a> {
    pub(super) id: Id,
    pub(super) types: Option<Vec<Text>>,
    pub(super) index: Option<&'a str>,
    pub(super) graph: Option<Vec<Item<'a>>>,
    pub(super) included: Option<Vec<Item<'a>>>,
    pub(super) reverse: Properties<'a>,
    pub(super) properties: Properties<'a>,
}

impl<'a> Node<'a> {
    pub(super) fn reference(id: Id) -> Self {
        Self {
            id,
            ..Self::default()
        }
    }

    /// A node that is nothing but a graph.
    pub(super) fn around(graph: Vec<Item<'a>>) -> Self {
        Self {
            graph: Some(graph),
            ..Self::default()
        }
    }

    /// Whether there is nothing but an identifier and an index.
    pub(super) fn is_reference(&self) -> bool {
        self.id != Id::Absent && self.says_nothing()
    }

    /// Whether there is nothing beside an identifier and an index.
    pub(super) fn says_nothing(&self) -> bool {
        self.types.is_none()
            && self.graph.is_none()
            && self.included.is_none()
            && self.reverse.is_empty()
            && self.properties.is_empty()
    }

    /// Whether it is a graph, perhaps with a name and an index, and nothing else.
    pub(super) fn is_graph(&self) -> bool {
        self.graph.is_some()
            && self.types.is_none()
            && self.included.is_none()
            && self.reverse.is_empty()
            && self.properties.is_empty()
    }

    /// Whether it is a graph without a name.
    pub(super) fn is_simple_graph(&self) -> bool {
        self.is_graph() && self.id == Id::Absent
    }

    fn to_value(&self) -> Value {
        let mut members = Map::new();
        match &self.id {
            Id::Absent => {}
            Id::Null => drop(members.insert("@id".into(), Value::Null)),
            Id::Is(id) => drop(members.insert("@id".into(), Value::from(&**id))),
        }
        if let Some(types) = &self.types {
            let types = types.iter().map(|name| Value::from(&**name)).collect();
            members.insert("@type".into(), Value::Array(types));
        }
        if let Some(index) = self.index {
            members.insert("@index".into(), index.into());
        }
        if !self.reverse.is_empty() {
            members.insert("@reverse".into(), Value::Object(by_property(&self.reverse)));
        }
        for (name, items) in [("@graph", &self.graph), ("@included", &self.included)] {
            if let Some(items) = items {
                members.insert(name.into(), to_array(items));
            }
        }
        members.extend(by_property(&self.properties));
        Value::Object(members)
    }
}

fn by_property(properties: &Properties<'_>) -> Map<String, Value> {
    let entry = |(name, items): (&Text, &Vec<Item<'_>>)| (name.to_string(), to_array(items));
    properties.iter().map(entry).collect()
}

/// Writes items as the JSON of the expanded document form.
pub(super) fn to_array(items: &[Item<'_>]) -> Value {
    Value::Array(items.iter().map(Item::to_value).collect())
}

impl<'a> Item<'a> {
    pub(super) fn node(node: Node<'a>) -> Self {
        Self::Node(Box::new(node))
    }

    pub(super) fn as_node(&self) -> Option<&Node<'a>> {
        match self {
            Self::Node(node) => Some(node),
            Self::Value(_) | Self::List(_) => None,
        }
    }

    pub(super) fn index(&self) -> Option<&'a str> {
        match self {
            Self::Value(value) => value.index,
            Self::List(list) => list.index,
            Self::Node(node) => node.index,
        }
    }

    pub(super) fn index_mut(&mut self) -> &mut Option<&'a str> {
        match self {
            Self::Value(value) => &mut value.index,
            Self::List(list) => &mut list.index,
            Self::Node(node) => &mut node.index,
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Node(node) => node.to_value(),
            Self::List(list) => {
                let mut members = Map::new();
                members.insert("@list".into(), to_array(&list.items));
                insert_text(&mut members, "@index", list.index);
                Value::Object(members)
            }
            Self::Value(value) => {
                let mut members = Map::new();
                members.insert("@value".into(), value.datum.to_value());
                insert_text(&mut members, "@type", value.datatype.as_deref());
                insert_text(&mut members, "@language", value.language.as_deref());
                let direction = value.direction.map(Direction::as_str);
                insert_text(&mut members, "@direction", direction);
                insert_text(&mut members, "@index", value.index);
                Value::Object(members)
            }
        }
    }
}

fn insert_text(members: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        members.insert(name.to_owned(), text.into());
    }
}
