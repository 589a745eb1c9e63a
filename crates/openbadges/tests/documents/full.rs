//! Documents with every member that the standards know, made by the builders.

use openbadges::clr::{Association, ClrCredential, ClrSubject};
use openbadges::{v2, v3};
use serde_json::{Value, json};
use v3::{AssociationType, IdentityType};

pub(crate) fn now() -> jiff::Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

pub(crate) fn later() -> jiff::Timestamp {
    "2028-11-22T10:00:00Z".parse().unwrap()
}

/// Not a signature; schemas ask only for its form.
const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6InVybjp4In0.c2lnbmF0dXJl";

fn proof() -> Value {
    json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T10:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": "did:web:acme.example#key-1",
        "proofValue": "z3FXQ"
    })
}

pub(crate) fn issuer_v3() -> v3::Profile {
    let geo = v3::GeoCoordinates::new(60.39, -5.32).unwrap();
    let address = v3::Address::default()
        .with_country("Norway")
        .with_country_code("NO")
        .with_region("Vestland")
        .with_locality("Bergen")
        .with_street("Bryggen 1")
        .with_post_office_box("12")
        .with_postal_code("5003")
        .with_geo(geo);
    v3::Profile::new("did:web:acme.example", "Acme")
        .with_url("https://acme.example")
        .with_phone("+4755000000")
        .with_description("A school.")
        .with_image(v3::Image::new("https://acme.example/logo.png").captioned("An anvil"))
        .with_email("badges@acme.example")
        .with_address(address)
        .with_other_identifier(v3::IdentifierEntry::same_as(
            "https://acme.example/v2/issuer",
        ))
        .with_official_name("Acme Incorporated")
        .with_parent(v3::Profile::new("urn:example:parent", "Acme Holding"))
}

fn person() -> v3::Profile {
    v3::Profile::new("urn:example:person", "Dr Ada van der Berg, M.D.")
        .with_family_name("Berg")
        .with_given_name("Ada")
        .with_additional_name("Maria")
        .with_patronymic_name("Larsdatter")
        .with_honorific_prefix("Dr")
        .with_honorific_suffix("M.D.")
        .with_family_name_prefix("van der")
        .with_date_of_birth("1990-02-03")
}

pub(crate) fn endorsement(id: &str) -> v3::EndorsementCredential {
    let subject = v3::EndorsementSubject::new(id, "We know it.");
    v3::EndorsementCredential::new(
        "urn:uuid:5c7ad4a6-9c2b-4f1c-8d3a-6b1d2b3f4a5c",
        "Word of the state",
        v3::Profile::new("did:web:state.example", "State"),
        now(),
        subject,
    )
    .valid_until(later())
    .with_description("Given after a visit.")
    .with_evidence(v3::Evidence::told("We went there."))
    .with_status(v3::CredentialStatus::bitstring(
        "https://state.example/status/1",
        "revocation",
        7,
    ))
}

fn signed_endorsement(id: &str) -> Value {
    let mut endorsement = endorsement(id);
    endorsement.proof = vec![proof()];
    endorsement.build().unwrap()
}

fn alignment() -> v3::Alignment {
    v3::Alignment::new("Teams", "https://skills.example/teams")
        .with_code("T1")
        .with_description("Works in teams.")
        .with_framework("Skills of Example")
        .with_target_type(v3::TargetType::CfItem)
}

pub(crate) fn achievement() -> v3::Achievement {
    let id = "https://acme.example/achievements/1";
    let rubric = v3::ResultDescription::new(
        format!("{id}#rubric"),
        "Depth",
        v3::ResultType::RubricCriterionLevel,
    )
    .with_level(
        v3::RubricCriterionLevel::new(format!("{id}#low"), "Low")
            .with_description("Some of it")
            .with_rank("1")
            .with_points("3")
            .with_alignment(alignment()),
    )
    .with_level(v3::RubricCriterionLevel::new(format!("{id}#high"), "High"))
    .with_required_level(format!("{id}#low"))
    .with_alignment(alignment());
    let grade =
        v3::ResultDescription::new(format!("{id}#grade"), "Grade", v3::ResultType::LetterGrade)
            .with_allowed_value("C")
            .with_allowed_value("B")
            .with_allowed_value("A")
            .with_required_value("B");
    let points =
        v3::ResultDescription::new(format!("{id}#points"), "Points", v3::ResultType::RawScore)
            .with_minimum("0")
            .with_maximum("10");
    let state = v3::ResultDescription::new(format!("{id}#state"), "State", v3::ResultType::Status);
    let mut criteria = v3::Criteria::narrative("Work in a team for a *term*.");
    criteria.id = Some(format!("{id}/criteria"));
    v3::Achievement::new(id, "Teamwork", "Works well with others.", criteria)
        .with_achievement_type(v3::AchievementType::Competency)
        .with_image(v3::Image::new("https://acme.example/teamwork.png").captioned("Four hands"))
        .with_creator(person())
        .with_human_code("T-101")
        .with_field_of_study("Working")
        .with_specialization("Together")
        .with_credits(serde_json::Number::from_f64(2.5).unwrap())
        .with_language("en-GB")
        .with_version("2")
        .with_tag("teams")
        .with_tag("work")
        .with_alignment(alignment())
        .with_result_description(rubric)
        .with_result_description(grade)
        .with_result_description(points)
        .with_result_description(state)
        .with_related(v3::Related::badge_class("https://acme.example/v2/badge"))
        .with_related(
            v3::Related::new("urn:example:norsk")
                .with_language("nb")
                .with_version("1"),
        )
        .with_other_identifier(v3::IdentifierEntry::new("T101", IdentityType::SourcedId))
        .with_endorsement(signed_endorsement(id))
        .with_endorsement_jwt(TOKEN)
}

pub(crate) fn subject() -> v3::AchievementSubject {
    let id = "https://acme.example/achievements/1";
    let mut subject = v3::AchievementSubject::new(achievement())
        .with_id("did:key:z6MkLearner")
        .identified_by(v3::IdentityObject::hashed_email("ada@example.org", "salt"))
        .with_narrative("Carried the water.")
        .with_image(v3::Image::new("https://acme.example/awards/1.png"))
        .with_credits(2)
        .with_license_number("L-1")
        .with_role("Lead")
        .with_source(v3::Profile::new("urn:example:source", "Source"))
        .with_term("Autumn")
        .active("2026-08-01T08:00:00Z".parse().unwrap(), now())
        .with_result(
            v3::AchievementResult::new(format!("{id}#rubric"))
                .with_level(format!("{id}#high"))
                .with_alignment(alignment()),
        )
        .with_result(v3::AchievementResult::new(format!("{id}#grade")).with_value("A"))
        .with_result(v3::AchievementResult::new(format!("{id}#points")).with_value("9.5"))
        .with_result(
            v3::AchievementResult::new(format!("{id}#state"))
                .with_status(v3::ResultStatus::Completed),
        );
    for word in IdentityType::WORDS {
        let kind = IdentityType::from(*word);
        subject = subject
            .identified_by(v3::IdentityObject::plain(kind.clone(), "somebody"))
            .identified_by(v3::IdentityObject::hashing(kind, "somebody", "salt"));
    }
    subject.identified_by(v3::IdentityObject::plain(
        IdentityType::extension("badge-number"),
        "7",
    ))
}

/// A credential of the default profile: what must be there and no more.
pub(crate) fn plain_credential() -> v3::OpenBadgeCredential {
    let criteria = v3::Criteria::narrative("Work in a team for a term.");
    let achievement = v3::Achievement::new(
        "urn:example:achievement",
        "Teamwork",
        "Works well.",
        criteria,
    );
    let subject = v3::AchievementSubject::new(achievement)
        .identified_by(v3::IdentityObject::hashed_email("ada@example.org", "salt"));
    let issuer = v3::Profile::new("did:web:acme.example", "Acme");
    v3::OpenBadgeCredential::new("urn:example:award", "Teamwork", issuer, now(), subject)
}

pub(crate) fn credential() -> v3::OpenBadgeCredential {
    let id = "https://acme.example/awards/1";
    let mut credential =
        v3::OpenBadgeCredential::new(id, "Teamwork", issuer_v3(), now(), subject())
            .with_context(v3::EXTENSIONS)
            .with_compatibility_proof()
            .valid_until(later())
            .awarded_on(now())
            .with_description("Ada works well with others.")
            .with_image(v3::Image::new("https://acme.example/awards/1.png"))
            .with_evidence([
                v3::Evidence::at("https://acme.example/evidence/1")
                    .with_name("A bridge")
                    .with_description("Of wood")
                    .with_narrative("It held.")
                    .with_genre("photograph")
                    .with_audience("everybody"),
                v3::Evidence::told("And another."),
            ])
            .with_endorsement(signed_endorsement(id))
            .with_endorsement_jwt(TOKEN)
            .with_status(v3::CredentialStatus::bitstring(
                "https://acme.example/status/1",
                "revocation",
                42,
            ))
            .with_schema(v3::CredentialSchema::one_ed_tech(
                "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            ))
            .with_refresh_service(v3::RefreshService::one_ed_tech("https://acme.example/refresh/1"));
    credential.proof = vec![proof()];
    credential
}

pub(crate) fn record() -> ClrCredential {
    let mut inner = plain_credential();
    inner.proof = vec![proof()];
    let subject = ClrSubject::new([credential().build().unwrap(), inner.build().unwrap()])
        .with_id("did:key:z6MkLearner")
        .identified_by(v3::IdentityObject::hashed_email("ada@example.org", "salt"))
        .with_achievement(v3::Achievement::new(
            "urn:example:degree",
            "Degree",
            "All of it.",
            v3::Criteria::at("https://acme.example/degree"),
        ))
        .with_association(Association::new(
            AssociationType::IsPartOf,
            "urn:example:achievement",
            "urn:example:degree",
        ));
    let mut record = ClrCredential::new(
        "https://acme.example/records/1",
        "Transcript",
        issuer_v3(),
        now(),
        subject,
    )
    .valid_until(later())
    .awarded_on(now())
    .partial(true)
    .with_description("Of autumn")
    .with_image(v3::Image::new("https://acme.example/records/1.png"))
    .with_evidence(v3::Evidence::told("It is in our books."))
    .with_endorsement(signed_endorsement("https://acme.example/records/1"))
    .with_endorsement_jwt(TOKEN)
    .with_status(v3::CredentialStatus::bitstring(
        "https://acme.example/status/2",
        "revocation",
        1,
    ))
    .with_schema(v3::CredentialSchema::one_ed_tech(
        "https://acme.example/schema",
    ))
    .with_refresh_service(v3::RefreshService::one_ed_tech(
        "https://acme.example/refresh/2",
    ));
    record.proof = vec![proof()];
    record
}

pub(crate) fn issuer_v2() -> v2::Profile {
    v2::Profile::issuer(
        "https://acme.example/v2/issuer",
        "Acme",
        "https://acme.example",
        "badges@acme.example",
    )
    .with_telephone("+4755000000")
    .with_description("A school.")
    .with_image(v2::Reference::Id("https://acme.example/logo.png".into()))
    .with_key("https://acme.example/v2/key")
    .with_verification(v2::IssuerVerification::starting_with(
        "https://acme.example/v2/",
    ))
    .with_revocation_list("https://acme.example/v2/revocations")
    .with_language("en")
    .with_related(v2::Related::profile("did:web:acme.example"))
}

pub(crate) fn badge_class() -> v2::BadgeClass {
    let image = v2::Image::captioned("https://acme.example/teamwork.png", "Four hands");
    let mut criteria = v2::Criteria::narrative("Work in a team for a *term*.");
    criteria.id = Some("https://acme.example/v2/criteria".into());
    v2::BadgeClass::new(
        "https://acme.example/v2/badge",
        "Teamwork",
        "Works well with others.",
        image,
        criteria,
        issuer_v2(),
    )
    .with_tag("teams")
    .with_tag("work")
    .with_alignment(
        v2::Alignment::new("Teams", "https://skills.example/teams")
            .with_code("T1")
            .with_description("Works in teams.")
            .with_framework("Skills of Example"),
    )
    .with_version("2")
    .with_language("en-GB")
    .with_related(v2::Related::new("https://acme.example/v2/badge-nb").with_language("nb"))
    .with_endorsement(v2::Reference::Id(
        "https://state.example/endorsement".into(),
    ))
}

pub(crate) fn assertion() -> v2::Assertion {
    v2::Assertion::hosted(
        "https://acme.example/v2/awards/1",
        v2::IdentityObject::hashed_email("ada@example.org", "salt"),
        badge_class(),
        now(),
    )
    .expiring(later())
    .with_narrative("Carried the water.")
    .with_image(v2::Reference::Id(
        "https://acme.example/awards/1.png".into(),
    ))
    .with_evidence([v2::Evidence::at("https://acme.example/evidence/1")
        .with_name("A bridge")
        .with_description("Of wood")
        .with_narrative("It held.")
        .with_genre("photograph")
        .with_audience("everybody")])
}
