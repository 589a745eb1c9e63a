use accolade_storage::on_each_database;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};

use super::*;
use crate::testing::World;

/// A device that does what WebAuthn says.
enum Device {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

const CREDENTIAL: &[u8] = b"one of many";

impl Device {
    fn p256() -> Self {
        Self::P256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap())
    }

    fn ed25519() -> Self {
        Self::Ed25519(Ed25519KeyPair::generate().unwrap())
    }

    fn registers(&self, challenge: &str) -> Registration {
        let (algorithm, prefix, key): (i32, &[u8], &[u8]) = match self {
            Self::P256(pair) => (
                ES256,
                &[
                    0x30, 0x59, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a,
                    0x86, 0x48, 0xce, 0x3d, 3, 1, 7, 3, 0x42, 0,
                ],
                pair.public_key().as_ref(),
            ),
            Self::Ed25519(pair) => (
                EDDSA,
                &[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0],
                pair.public_key().as_ref(),
            ),
        };
        let mut data = authenticator_data("badges.test", 0x45, 0);
        data.extend([0; 16]);
        data.extend([0, u8::try_from(CREDENTIAL.len()).unwrap()]);
        data.extend(CREDENTIAL);
        Registration {
            client_data: client_data("webauthn.create", challenge, "https://badges.test"),
            authenticator_data: data,
            public_key: [prefix, key].concat(),
            algorithm,
            name: "Phone".into(),
        }
    }

    fn signs(&self, challenge: &str, counter: u32) -> Presented {
        self.signs_all(
            client_data("webauthn.get", challenge, "https://badges.test"),
            authenticator_data("badges.test", 0x05, counter),
        )
    }

    fn signs_all(&self, client_data: Vec<u8>, authenticator_data: Vec<u8>) -> Presented {
        let signed = [&authenticator_data[..], &Sha256::digest(&client_data)[..]].concat();
        let signature = match self {
            Self::P256(pair) => pair
                .sign(&SystemRandom::new(), &signed)
                .unwrap()
                .as_ref()
                .to_vec(),
            Self::Ed25519(pair) => pair.sign(&signed).as_ref().to_vec(),
        };
        Presented {
            credential: CREDENTIAL.to_vec(),
            client_data,
            authenticator_data,
            signature,
        }
    }
}

fn client_data(kind: &str, challenge: &str, origin: &str) -> Vec<u8> {
    json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false })
        .to_string()
        .into_bytes()
}

fn authenticator_data(host: &str, flags: u8, counter: u32) -> Vec<u8> {
    let mut data = Sha256::digest(host).to_vec();
    data.push(flags);
    data.extend(counter.to_be_bytes());
    data
}

fn registered(world: &World<'_>, device: &Device) -> Caller {
    let (_, caller) = world.person("ada@a.example", None);
    let browser = Secret::new(&world.tools);
    let new = device.registers(&challenge(&world.tools, &browser));
    world
        .db
        .write(|conn| register(conn, &world.tools, &caller, &browser, &new))
        .unwrap();
    caller
}

fn signed_in(
    world: &World<'_>,
    browser: &Secret,
    presented: &Presented,
) -> Result<SignedIn, PasskeyError> {
    world.db.write(|conn| {
        sign_in(
            conn,
            &world.tools,
            browser,
            presented,
            "/desk",
            &Browser::default(),
        )
    })
}

on_each_database! {
    fn a_passkey_of_either_kind_signs_its_owner_in(db: &TestDatabase) {
        for device in [Device::p256(), Device::ed25519()] {
            let world = World::new(db);
            let caller = registered(&world, &device);
            let browser = Secret::new(&world.tools);
            let presented = device.signs(&challenge(&world.tools, &browser), 0);

            let outcome = signed_in(&world, &browser, &presented).unwrap();

            assert_eq!(Some(outcome.account.id), caller.account);
            let held = db.read(|conn| passkeys::of_account(conn, outcome.account.id)).unwrap();
            assert!(db.write(|conn| remove(conn, &world.tools, &caller, held[0].id)).unwrap());
        }
    }

    fn a_signature_for_anything_else_is_refused(db: &TestDatabase) {
        let world = World::new(db);
        let device = Device::p256();
        registered(&world, &device);
        let (browser, other) = (Secret::new(&world.tools), Secret::new(&world.tools));
        let asked = challenge(&world.tools, &browser);
        let ours = |kind, origin| client_data(kind, &asked, origin);
        let data = |host, flags| authenticator_data(host, flags, 0);
        let site = "https://badges.test";
        let good = device.signs(&asked, 0);

        let attempts = [
            ("other browser", other.clone(), good.clone()),
            ("other origin", browser.clone(), device.signs_all(ours("webauthn.get", "https://evil.example"), data("badges.test", 5))),
            ("other host", browser.clone(), device.signs_all(ours("webauthn.get", site), data("evil.example", 5))),
            ("other ceremony", browser.clone(), device.signs_all(ours("webauthn.create", site), data("badges.test", 5))),
            ("nobody there", browser.clone(), device.signs_all(ours("webauthn.get", site), data("badges.test", 4))),
            ("not verified", browser.clone(), device.signs_all(ours("webauthn.get", site), data("badges.test", 1))),
            ("other key", browser.clone(), Device::p256().signs(&asked, 0)),
            ("unknown", browser.clone(), Presented { credential: vec![1], ..good.clone() }),
            ("cut short", browser.clone(), Presented { authenticator_data: vec![0; 36], ..good.clone() }),
            ("no JSON", browser.clone(), Presented { client_data: vec![0xff], ..good.clone() }),
        ];
        for (name, browser, presented) in attempts {
            let outcome = signed_in(&world, &browser, &presented);
            assert!(matches!(outcome, Err(PasskeyError::Refused(_))), "{name}: {outcome:?}");
        }
        world.clock.advance(GOOD_FOR);
        assert!(signed_in(&world, &browser, &good).is_err());
    }

    fn a_counter_that_goes_back_is_a_copy(db: &TestDatabase) {
        let world = World::new(db);
        let device = Device::p256();
        registered(&world, &device);
        let try_with = |counter| {
            let browser = Secret::new(&world.tools);
            signed_in(&world, &browser, &device.signs(&challenge(&world.tools, &browser), counter))
        };

        let (first, second, again) = (try_with(5), try_with(6), try_with(6));

        assert!(first.is_ok() && second.is_ok());
        assert!(matches!(again, Err(PasskeyError::Refused(_))), "{again:?}");
    }

    fn a_key_of_another_kind_and_a_passkey_twice_are_not_taken(db: &TestDatabase) {
        let world = World::new(db);
        let device = Device::p256();
        let caller = registered(&world, &device);
        let browser = Secret::new(&world.tools);
        let again = device.registers(&challenge(&world.tools, &browser));
        let rsa = Registration { algorithm: -257, ..again.clone() };
        let nameless = Registration { name: " ".into(), ..again.clone() };
        let take = |new: &Registration| db.write(|conn| register(conn, &world.tools, &caller, &browser, new));

        assert!(matches!(take(&again), Err(PasskeyError::Refused(_))));
        assert!(matches!(take(&rsa), Err(PasskeyError::Refused(_))));
        assert!(matches!(take(&nameless), Err(PasskeyError::Invalid(_))));
    }
}
