//! The credential as a JSON Web Token: ours beside jsonwebtoken as it comes.

use std::hint::black_box;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use criterion::Criterion;
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation};
use openbadges::keys::{Algorithm, Signer as _, SigningKey};
use openbadges::proof::jws::{CompactJws, TokenSigner};
use openbadges::proof::vc_jwt;
use serde_json::{Map, Value};

use super::world::World;

const KID: &str = "https://badges.example.edu/keys/1";

/// Signing from parsed claims (and issuing from a credential), verifying to parsed claims, with one key throughout.
pub(crate) fn tokens(criterion: &mut Criterion) {
    let world = World::new();
    let credential = world.for_token();
    let keys = [
        world.key.clone(),
        SigningKey::p256_from_scalar([7; 32]).unwrap(),
        SigningKey::generate_rsa_2048().unwrap(),
    ];
    let mut group = criterion.benchmark_group("token");
    for key in keys {
        let name = key.algorithm().as_str();
        let public = key.public_key();
        let token = vc_jwt::sign(&credential, KID, &key).unwrap();
        let payload = CompactJws::parse(&token).unwrap().payload_object().unwrap();
        let signer = TokenSigner::new(header(), &key);
        group.bench_function(format!("{name}-sign"), |bencher| {
            bencher.iter(|| {
                let payload = serde_json::to_vec(black_box(&payload)).unwrap();
                signer.sign(&payload).unwrap()
            });
        });
        group.bench_function(format!("{name}-issue"), |bencher| {
            bencher.iter(|| vc_jwt::sign(black_box(&credential), KID, &key).unwrap());
        });
        group.bench_function(format!("{name}-verify"), |bencher| {
            bencher.iter(|| {
                let token = CompactJws::parse(black_box(&token)).unwrap();
                token.verify(&public).unwrap();
                token.payload_object().unwrap()
            });
        });

        let library = Library::of(&key);
        group.bench_function(format!("{name}-sign-jsonwebtoken"), |bencher| {
            bencher.iter(|| {
                jsonwebtoken::encode(&library.header, black_box(&payload), &library.private)
                    .unwrap()
            });
        });
        group.bench_function(format!("{name}-verify-jsonwebtoken"), |bencher| {
            bencher.iter(|| {
                let (public, rules) = (&library.public, &library.validation);
                jsonwebtoken::decode::<Value>(black_box(&token), public, rules).unwrap()
            });
        });
    }
    group.finish();
}

fn header() -> Map<String, Value> {
    Map::from_iter([
        ("typ".to_owned(), "JWT".into()),
        ("kid".to_owned(), KID.into()),
    ])
}

/// The same key as jsonwebtoken holds it.
struct Library {
    header: Header,
    private: EncodingKey,
    public: DecodingKey,
    validation: Validation,
}

impl Library {
    fn of(key: &SigningKey) -> Self {
        let der = STANDARD.encode(key.to_pkcs8_der().unwrap());
        let private = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
        let (private, public) = (private.as_bytes(), key.public_key().to_pem());
        let public = public.as_bytes();
        let (algorithm, private, public) = match key.algorithm() {
            Algorithm::EdDsa => (
                jsonwebtoken::Algorithm::EdDSA,
                EncodingKey::from_ed_pem(private),
                DecodingKey::from_ed_pem(public),
            ),
            Algorithm::Es256 => (
                jsonwebtoken::Algorithm::ES256,
                EncodingKey::from_ec_pem(private),
                DecodingKey::from_ec_pem(public),
            ),
            Algorithm::Es384 => (
                jsonwebtoken::Algorithm::ES384,
                EncodingKey::from_ec_pem(private),
                DecodingKey::from_ec_pem(public),
            ),
            Algorithm::Rs256 => (
                jsonwebtoken::Algorithm::RS256,
                EncodingKey::from_rsa_pem(private),
                DecodingKey::from_rsa_pem(public),
            ),
        };
        let mut header = Header::new(algorithm);
        header.kid = Some(KID.to_owned());
        let mut validation = Validation::new(algorithm);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        Self {
            header,
            private: private.unwrap(),
            public: public.unwrap(),
            validation,
        }
    }
}
