//! The small pieces that shapes are made of, with the limits of `issuing` in them.

use accolade_issuing::limits::{self, Limit};
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{ArrayBuilder, KnownFormat, Ref, RefOr};

use super::Part;

pub(super) fn field(object: ObjectBuilder, name: &str, needed: bool, part: Part) -> ObjectBuilder {
    let object = object.property(name, part);
    if needed {
        object.required(name)
    } else {
        object
    }
}

pub(super) fn described(part: Part, means: &str) -> Part {
    match part {
        RefOr::T(Schema::Object(mut object)) => {
            object.description = Some(means.to_owned());
            RefOr::T(Schema::Object(object))
        }
        RefOr::T(Schema::Array(mut array)) => {
            array.description = Some(means.to_owned());
            RefOr::T(Schema::Array(array))
        }
        RefOr::Ref(mut reference) => {
            means.clone_into(&mut reference.description);
            RefOr::Ref(reference)
        }
        other => other,
    }
}

pub(super) fn of_type(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(kind))
}

pub(super) fn text(limit: Limit) -> Part {
    of_type(Type::String).max_length(Some(limit.value)).into()
}

pub(super) fn string() -> Part {
    of_type(Type::String)
        .max_length(Some(limits::URL.value))
        .into()
}

pub(super) fn address() -> Part {
    let format = SchemaFormat::Custom("uri".to_owned());
    of_type(Type::String)
        .format(Some(format))
        .max_length(Some(limits::URL.value))
        .into()
}

pub(super) fn id() -> Part {
    of_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .into()
}

pub(super) fn moment() -> Part {
    of_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        .into()
}

pub(super) fn digest() -> Part {
    of_type(Type::String).pattern(Some("^[0-9a-f]{64}$")).into()
}

pub(super) fn icon() -> Part {
    of_type(Type::String).default(Some("bowl".into())).into()
}

pub(super) fn colour() -> Part {
    of_type(Type::String)
        .pattern(Some("^#[0-9a-f]{6}$"))
        .default(Some("#2b4f9e".into()))
        .into()
}

pub(super) fn binary() -> Part {
    of_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
        .into()
}

pub(super) fn word(words: &[&str]) -> Part {
    of_type(Type::String)
        .enum_values(Some(words.iter().copied()))
        .into()
}

pub(super) fn boolean(usual: bool) -> Part {
    of_type(Type::Boolean).default(Some(usual.into())).into()
}

pub(super) fn flag() -> Part {
    of_type(Type::Boolean).into()
}

pub(super) fn number(limit: Limit) -> Part {
    of_type(Type::Integer)
        .minimum(Some(0))
        .maximum(Some(limit.value))
        .into()
}

pub(super) fn anything() -> Part {
    RefOr::T(Schema::Object(Object::with_type(SchemaType::AnyValue)))
}

pub(super) fn named(shape: &str) -> Part {
    RefOr::Ref(Ref::from_schema_name(shape))
}

/// An object with a shape for each name that stands in it.
pub(super) fn by_name(shape: &str) -> Part {
    of_type(Type::Object)
        .additional_properties(Some(named(shape)))
        .into()
}

/// A whole number from zero on.
pub(super) fn count() -> Part {
    of_type(Type::Integer).minimum(Some(0)).into()
}

pub(super) fn nested(shape: &str) -> Part {
    ArrayBuilder::new().items(named(shape)).into()
}

pub(super) fn id_text() -> Part {
    of_type(Type::String).into()
}

pub(super) fn list(items: Part, limit: Limit) -> Part {
    ArrayBuilder::new()
        .items(items)
        .max_items(Some(limit.value))
        .into()
}

pub(super) fn scopes() -> Part {
    let words = accolade_issuing::access::Scope::ALL
        .iter()
        .map(|scope| scope.as_str());
    let words: Vec<&str> = words.collect();
    ArrayBuilder::new()
        .items(word(&words))
        .min_items(Some(1))
        .into()
}
