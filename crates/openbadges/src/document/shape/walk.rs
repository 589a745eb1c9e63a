//! The walk of a document along the table of its class.

use serde_json::{Map, Value};

use super::super::fault::{At, Faults};
use super::super::words::{is_own_word, shorten, types};
use super::{Class, Kind, Member, Need, Typing};

/// Checks one object against its class; `pointer` is where it stands.
pub(crate) fn check(value: &Value, class: &'static Class, pointer: &str, faults: &mut Faults) {
    check_object(value, class, &At::start(pointer), faults);
}

pub(crate) fn check_object(value: &Value, class: &'static Class, at: &At<'_>, faults: &mut Faults) {
    let Some(object) = value.as_object() else {
        faults.grave(at, format!("{} must be an object", class.name));
        return;
    };
    check_type(object, class, at, faults);
    for member in class.members {
        check_member(object, member, class, at, faults);
    }
    if class.closed {
        let listed =
            |name: &str| name == "type" || class.members.iter().any(|member| member.name == name);
        for name in object.keys().filter(|name| !listed(name)) {
            faults.deviation(
                &at.member(name),
                format!("{} has no member `{}`", class.name, shorten(name)),
            );
        }
    }
    if let Some(rule) = class.rule.filter(|_| faults.is_whole()) {
        rule(object, at, faults);
    }
}

fn check_type(object: &Map<String, Value>, class: &Class, at: &At<'_>, faults: &mut Faults) {
    let at = at.member("type");
    let Some(value) = object.get("type") else {
        if class.typing != Typing::Optional {
            faults.grave(&at, format!("{} must have a type", class.name));
        }
        return;
    };
    let wanted = class.types;
    let found = match value {
        Value::String(name) => wanted.contains(&name.as_str()),
        list => types(list).iter().any(|name| wanted.contains(name)),
    };
    if !wanted.is_empty() && !found {
        let names = wanted.join(" or ");
        faults.grave(&at, format!("the type of {} must be {names}", class.name));
    }
    if !faults.is_whole() {
        return;
    }
    let texts = match value {
        Value::Array(names) => !names.is_empty() && names.iter().all(Value::is_string),
        name => name.is_string(),
    };
    if !texts {
        faults.grave(&at, "every type must be text");
    } else if class.typing == Typing::Alone && value.is_array() {
        faults.deviation(&at, format!("the type of {} must be one text", class.name));
    }
}

fn check_member(
    object: &Map<String, Value>,
    member: &Member,
    class: &Class,
    at: &At<'_>,
    faults: &mut Faults,
) {
    let older = member.older.filter(|older| {
        faults.is_whole() && object.contains_key(*older) && !object.contains_key(member.name)
    });
    let name = older.unwrap_or(member.name);
    let at = at.member(name);
    let value = match object.get(name) {
        Some(Value::Null) if matches!(member.need, Need::May) => {
            return faults.deviation(&at, format!("`{name}` is null; leave it out"));
        }
        Some(Value::Null) => None,
        other => other,
    };
    let Some(value) = value else {
        let message = || format!("{} must have `{}`", class.name, member.name);
        match member.need {
            Need::Must => faults.grave(&at, message()),
            Need::Should => faults.deviation(&at, message()),
            Need::May => {}
        }
        return;
    };
    match value {
        Value::Array(list) if member.many && list.is_empty() => {
            if matches!(member.need, Need::Must) {
                faults.grave(&at, format!("`{}` must not be empty", member.name));
            } else {
                faults.deviation(&at, "an empty list; leave it out");
            }
        }
        Value::Array(list) if member.many => {
            for (index, item) in list.iter().enumerate() {
                check_value(item, member, &at.item(index), faults);
            }
        }
        value => check_value(value, member, &at, faults),
    }
}

fn check_value(value: &Value, member: &Member, at: &At<'_>, faults: &mut Faults) {
    let name = member.name;
    let kind = if member.elsewhere && !faults.is_whole() {
        Kind::Text
    } else {
        member.kind
    };
    match (kind, value) {
        (Kind::Text, Value::String(text)) if text.trim().is_empty() => {
            return faults.deviation(at, format!("`{name}` is empty"));
        }
        (Kind::Text, Value::Object(object)) if object.contains_key("@value") => {
            return faults.deviation(at, format!("`{name}` should be plain text"));
        }
        // The class says better what is missing than that it must be an object.
        (Kind::Object(class) | Kind::UriOr(class), value) if !value.is_string() => {
            return check_object(value, class, at, faults);
        }
        (Kind::Signed(class) | Kind::UriOrSigned(class), value @ Value::Object(_)) => {
            if faults.is_whole() {
                check_object(value, class, at, faults);
            }
            return;
        }
        // A report checks what is signed by itself, and says there what is wrong with it.
        (Kind::Signed(_) | Kind::UriOrSigned(_), _) if !faults.is_whole() => return,
        (Kind::Contexts(family), value) => return family.check(value, at, faults),
        (Kind::Vocabulary(words), Value::String(text)) => {
            if !is_own_word(text) && !words.contains(&text.as_str()) {
                let text = shorten(text);
                let message = format!("\"{text}\" is not in the vocabulary of `{name}`");
                faults.deviation(at, message);
            }
            return;
        }
        _ => {}
    }
    if let Some(complaint) = kind.complaint(name, value) {
        if member.tolerant {
            faults.deviation(at, complaint);
        } else {
            faults.grave(at, complaint);
        }
    }
}
