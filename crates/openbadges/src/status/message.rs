//! Entries that say more than yes or no: one of several messages.

use serde_json::{Value, json};

use super::StatusError;

/// The most bits that an entry with a message may have: 256 messages.
pub const MOST_MESSAGE_BITS: usize = 8;

/// Makes the `credentialStatus` entry of a list with messages (Bitstring Status List 1.0, section 2.1): place `index` of the
/// list at `list`, with as many bits as the messages need. The first message is what an untouched place says.
///
/// The list itself has the purpose `message`, and one message for each value: their number must be a power of two, at least
/// two and at most 256.
pub fn message_entry(list: &str, index: usize, messages: &[&str]) -> Result<Value, StatusError> {
    let size = message_bits(messages.len())?;
    let messages: Vec<Value> = messages
        .iter()
        .enumerate()
        .map(|(value, message)| json!({"status": format!("{value:#x}"), "message": message}))
        .collect();
    Ok(json!({
        "id": format!("{list}#{index}"),
        "type": "BitstringStatusListEntry",
        "statusPurpose": "message",
        "statusListIndex": index.to_string(),
        "statusListCredential": list,
        "statusSize": size,
        "statusMessage": messages,
    }))
}

fn message_bits(messages: usize) -> Result<usize, StatusError> {
    let bits = messages.checked_ilog2().unwrap_or_default() as usize;
    if messages.is_power_of_two() && (1..=MOST_MESSAGE_BITS).contains(&bits) {
        Ok(bits)
    } else {
        Err(StatusError::Malformed(
            "there must be a message for each value: 2, 4, 8, … 256",
        ))
    }
}

/// The message that an entry has for a value, if it has one.
pub fn message_of(entry: &Value, value: u32) -> Option<&str> {
    let messages = entry.get("statusMessage")?.as_array()?;
    let stated = |message: &&Value| {
        let status = message.get("status").and_then(Value::as_str)?;
        let digits = status
            .strip_prefix("0x")
            .or_else(|| status.strip_prefix("0X"))?;
        Some(u32::from_str_radix(digits, 16) == Ok(value))
    };
    messages
        .iter()
        .find(|message| stated(message) == Some(true))?
        .get("message")?
        .as_str()
}
