use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::document::{Members, chained, serial};

/// Where somebody is (Open Badges 3.0, `Address`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// Contains `Address`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// The country's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_country: Option<String>,
    /// The country's code by ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_country_code: Option<String>,
    /// The part of the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_region: Option<String>,
    /// The town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_locality: Option<String>,
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street_address: Option<String>,
    /// Number of a post office box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_office_box_number: Option<String>,
    /// The postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The place on the globe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geo: Option<GeoCoordinates>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Default for Address {
    fn default() -> Self {
        Self {
            r#type: vec!["Address".into()],
            address_country: None,
            address_country_code: None,
            address_region: None,
            address_locality: None,
            street_address: None,
            post_office_box_number: None,
            postal_code: None,
            geo: None,
            extra: Members::new(),
        }
    }
}

impl Address {
    chained! {
        /// Sets the country's name.
        set with_country => address_country: String;
        /// Sets the country's code by ISO 3166-1 alpha-2.
        set with_country_code => address_country_code: String;
        /// Sets the part of the country.
        set with_region => address_region: String;
        /// Sets the town.
        set with_locality => address_locality: String;
        /// Sets street and number.
        set with_street => street_address: String;
        /// Sets the number of a post office box.
        set with_post_office_box => post_office_box_number: String;
        /// Sets the postal code.
        set with_postal_code => postal_code: String;
        /// Sets the place on the globe.
        set with_geo => geo: GeoCoordinates;
    }
}

/// A place on the globe, in degrees of WGS 84 (Open Badges 3.0, `GeoCoordinates`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GeoCoordinates {
    /// Always `GeoCoordinates`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// Degrees north of the equator, -90 to 90.
    pub latitude: Number,
    /// Degrees east of Greenwich, -180 to 180.
    pub longitude: Number,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl GeoCoordinates {
    /// A place by its degrees north and east. Nothing, if one of them is infinite or not a number.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        Some(Self {
            r#type: "GeoCoordinates".into(),
            latitude: Number::from_f64(latitude)?,
            longitude: Number::from_f64(longitude)?,
            extra: Members::new(),
        })
    }
}
